"""Files received from partners, with the records of those that bring payments."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, text

from reference.cis.tables.store import metadata

# Payment files by what is in them; `answer` is the file that goes back.
payment_file = Table(
    "payment_file",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("agent", String(10), nullable=False),
    Column("name", String(80), nullable=False),
    Column("state", String(10), nullable=False),
    Column("outcome", String(2), nullable=False),
    Column("reason", Text),
    Column("taken_at", String(25), nullable=False),
    Column("records", Integer, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    CheckConstraint("state IN ('settled', 'refused')", name="payment_file_state"),
    # the store itself keeps a content from being settled twice
    Index(
        "payment_file_settled_once",
        "digest",
        unique=True,
        sqlite_where=text("state = 'settled'"),
        postgresql_where=text("state = 'settled'"),
    ),
    Index("payment_file_by_name", "name"),
)

file_record = Table(
    "file_record",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("file_id", Integer, ForeignKey("payment_file.id"), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("slip", String(64), nullable=False),
    Column("reference1", String(20), nullable=False),
    Column("reference2", String(20), nullable=False),
    Column("amount", Integer),
    Column("outcome", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("receipt", String(20)),
    Index("file_record_by_file", "file_id"),
    Index("file_record_by_slip", "slip"),
)
