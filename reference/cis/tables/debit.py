"""Mandates, and the bills that go to banks."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from reference.cis.tables.store import metadata

# Mandates by which a bank debits a customer's account or card.
mandate = Table(
    "mandate",
    metadata,
    Column("number", String(14), primary_key=True),
    Column("registration", String(8), ForeignKey("account.registration"), nullable=False, unique=True),
    Column("bank", String(10), nullable=False),
    Column("instrument", String(10), nullable=False),
    Column("account_number", String(16), nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", String(30)),
    Column("expires", String(7)),  # of a card: its last month
    CheckConstraint(
        "state IN ('requested', 'active', 'suspended', 'refused', 'revoked', 'expired')", name="mandate_state"
    ),
    CheckConstraint("instrument IN ('account', 'card')", name="mandate_instrument"),
)

# Files of bills to debit; `data` is the file as it leaves, `due` when it is tried next.
debit_batch = Table(
    "debit_batch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bank", String(10), nullable=False),
    Column("number", String(10), nullable=False),
    Column("name", String(80), nullable=False),
    Column("made_at", String(25), nullable=False),
    Column("effective", String(10), nullable=False),
    Column("deadline", String(25), nullable=False),
    Column("state", String(10), nullable=False),
    Column("due", String(25), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    CheckConstraint("state IN ('made', 'sent', 'answered', 'expired')", name="debit_batch_state"),
    Index("debit_batch_by_number", "bank", "number", unique=True),
    Index("debit_batch_by_state", "state"),
)

debit_entry = Table(
    "debit_entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch_id", Integer, ForeignKey("debit_batch.id"), nullable=False),
    Column("mandate", String(14), nullable=False),
    Column("branch", String(2), nullable=False),
    Column("registration", String(8), nullable=False),
    Column("invoice", String(12), nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", String(30)),
    Column("code", String(10)),  # the bank's own word for the reason
    Column("next_step", String(20)),
    Column("receipt", String(20)),
    CheckConstraint("state IN ('asked', 'collected', 'rejected', 'unanswered')", name="debit_entry_state"),
    CheckConstraint("next_step IN ('retry', 'collect_otherwise', 'suspend', 'park')", name="debit_entry_next_step"),
    Index("debit_entry_by_batch", "batch_id"),
    Index("debit_entry_by_invoice", "invoice"),
)
