"""Tables of citizens' log-ins, one-time codes and notices."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from reference.cis.tables.store import metadata

# Who has logged in, by a telephone or the number of a citizen or company.
log_in = Table(
    "log_in",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(40), nullable=False),
    Column("name", String(13), nullable=False),
    Column("first_at", String(25), nullable=False),
    Index("log_in_by_name", "channel", "name", unique=True),
)

# Codes that were asked for; the code itself is not kept, it follows from the reference.
one_time_password = Table(
    "one_time_password",
    metadata,
    Column("reference", String(32), primary_key=True),
    Column("channel", String(40), nullable=False),
    Column("name", String(13), nullable=False),
    Column("ends", String(25), nullable=False),
    Column("tries_left", Integer, nullable=False),
)

# Bills that a channel was told of.
bill_notice = Table(
    "bill_notice",
    metadata,
    Column("channel", String(40), primary_key=True),
    Column("invoice", String(12), ForeignKey("charge.invoice"), primary_key=True),
)

# Areas where no water runs for a time; branches and corners as JSON.
outage = Table(
    "outage",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("area", Text, nullable=False),
    Column("starts", String(25), nullable=False),
    Column("ends", String(25), nullable=False),
    Column("soi", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("branches", Text, nullable=False),
    Column("corners", Text, nullable=False),
    Index("outage_by_end", "ends"),
)
