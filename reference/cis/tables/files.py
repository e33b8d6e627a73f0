"""Files received from partners, with the records of those that bring payments."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    event,
)

from reference.cis.tables.store import metadata

# Files of payments and of debit results, by what is in them; `answer_name` is the file that goes back, if one does.
received_file = Table(
    "received_file",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("agent", String(10), nullable=False),
    Column("name", String(80), nullable=False),
    Column("state", String(10), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("reason", Text),
    Column("taken_at", String(25), nullable=False),
    Column("records", Integer, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("day", String(10), nullable=False),  # the sender's own, of which its totals are; else that of our taking
    Column("stated_count", Integer, nullable=False),  # by the file's own totals
    Column("stated_amount", BigInteger, nullable=False),
    Column("answer_name", String(80)),
    CheckConstraint("state IN ('settled', 'refused')", name="received_file_state"),
    Index("received_file_by_name", "name"),
)
# The store itself keeps a content from being settled twice. As an `Index` it would load the dialect of every store.
_SETTLED_ONCE = """
CREATE UNIQUE INDEX received_file_settled_once ON received_file (agent, digest) WHERE state = 'settled'
"""


@event.listens_for(received_file, "after_create")
def _settled_once(_: Table, db: Connection, **__: Any) -> None:
    db.exec_driver_sql(_SETTLED_ONCE)


# The file that goes back, in parts: it may be large.
answer_part = Table(
    "answer_part",
    metadata,
    Column("file_id", Integer, ForeignKey("received_file.id"), primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

received_record = Table(
    "received_record",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("file_id", Integer, ForeignKey("received_file.id"), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("payment_key", String(64), nullable=False),
    Column("branch", String(2), nullable=False),
    Column("registration", String(20), nullable=False),
    Column("invoice", String(20), nullable=False),
    Column("amount", BigInteger),
    Column("brings_money", Integer, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Column("receipt", String(20)),
    Index("received_record_by_file", "file_id"),
    Index("received_record_by_key", "payment_key"),
)
