"""The table of usage look-ups by other offices, with question and answer."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

from reference.cis.tables.store import metadata

# Rows are only added. Each holds the hash of the row before it, so that no row can be changed or taken out unnoticed.
disclosure = Table(
    "disclosure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(25), nullable=False),
    Column("service", String(40), nullable=False),
    Column("office", String(40), nullable=False),
    Column("officer", String(40), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("subject", String(13), nullable=False),
    Column("reference", String(60)),
    Column("outcome", String(20), nullable=False),  # told, nothing, or why it was refused
    Column("told", Text, nullable=False),  # accounts and months that were told, as JSON; never what was used
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("disclosure_by_office", "office", "at"),
    Index("disclosure_by_subject", "subject"),
)
