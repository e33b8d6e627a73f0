"""The store's tables. Moments and dates are ISO text (sorts as time does), money is satang."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from reference.common.outbox import outbox

metadata = MetaData()

account = Table(
    "account",
    metadata,
    Column("registration", String(8), primary_key=True),
    Column("branch", String(2), nullable=False),
    Column("name", Text, nullable=False),
    Column("tax_id", String(13)),
    Column("account_class", String(2), nullable=False),
    Column("meter_size", String(2), nullable=False),
    Column("address", Text, nullable=False),
    Column("state", String(10), nullable=False),  # waiting (no meter yet), active
    Column("meter_number", String(20)),
)

# What a customer owes: a month's water, or the fee for an installation.
charge = Table(
    "charge",
    metadata,
    Column("invoice", String(12), primary_key=True),
    Column("registration", String(8), ForeignKey("account.registration"), nullable=False),
    Column("item_type", String(20), nullable=False),
    Column("month", String(7), nullable=False),
    Column("usage", Integer),
    Column("issued", String(10), nullable=False),
    Column("due", String(10), nullable=False),
    Column("amount", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    CheckConstraint("state IN ('open', 'paid', 'in_flight')", name="charge_state"),
    CheckConstraint("amount > 0", name="charge_amount"),
    Index("charge_by_registration", "registration", "due"),
    Index("charge_by_due", "state", "due"),
)

# Money that came in, once a receipt: over the counter or by file.
payment = Table(
    "payment",
    metadata,
    Column("receipt", String(20), primary_key=True),
    Column("agent", String(10), nullable=False),
    Column("registration", String(8)),
    Column("amount", Integer, nullable=False),
    Column("paid_at", String(25), nullable=False),
    Column("state", String(10), nullable=False),
    Column("reversed_at", String(25)),
    CheckConstraint("state IN ('POSTED', 'REVERSED')", name="payment_state"),
    Index("payment_by_agent", "agent"),
)

# Where the money stands. Lines are only added: a reversal adds the opposite of what it undoes.
line = Table(
    "line",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(25), nullable=False),
    Column("receipt", String(20)),
    Column("bucket", String(10), nullable=False),
    Column("item_type", String(20), nullable=False),
    Column("registration", String(8)),
    Column("invoice", String(12)),
    Column("amount", Integer, nullable=False),
    CheckConstraint("bucket IN ('applied', 'deposits', 'suspense')", name="line_bucket"),
    Index("line_by_receipt", "receipt"),
    Index("line_by_registration", "registration", "bucket"),
)

# What an agent asked under its own transaction number, and what it was answered.
agent_transaction = Table(
    "agent_transaction",
    metadata,
    Column("agent", String(10), primary_key=True),
    Column("transaction_id", String(40), primary_key=True),
    Column("operation", String(10), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("receipt", String(20), nullable=False),
    Column("answer", Text, nullable=False),
)

# Running numbers that the system gives out.
series = Table(
    "series",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("last", Integer, nullable=False),
)

# Requests for a new connection; `form` is the message as it came.
request = Table(
    "request",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("portal_id", String(64), nullable=False, unique=True),
    Column("portal_number", String(40)),
    Column("status", String(20), nullable=False),
    Column("branch", String(2), nullable=False),
    Column("received_at", String(25), nullable=False),
    Column("surveyed_at", String(25)),
    Column("reason", Text),
    Column("fee", Integer),
    Column("fee_due", String(10)),
    Column("registration", String(8)),
    Column("name", Text),  # of the applicant, as the registers have it today
    Column("deed", String(20)),  # of the parcel where the water is to go, as the map has it
    Column("form", Text, nullable=False),
    Index("request_by_registration", "registration"),
)
request_step = Table(
    "request_step",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("request_id", String(20), ForeignKey("request.id"), nullable=False),
    Column("at", String(25), nullable=False),
    Column("status", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Index("request_step_by_request", "request_id"),
)

# That a register was asked about an applicant, kept for a year: never what it said.
look_up = Table(
    "look_up",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("request_id", String(20), ForeignKey("request.id"), nullable=False),
    Column("at", String(25), nullable=False),
    Column("question", String(20), nullable=False),
    Column("about", String(4), nullable=False),
    Column("outcome", Text, nullable=False),
    Index("look_up_by_request", "request_id"),
)

# Verifications that still have to succeed, and when each is tried next.
work = Table(
    "work",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("subject", String(40), nullable=False),
    Column("due", String(25), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("last_trouble", Text),
    Index("work_by_due", "due"),
)

outbox.to_metadata(metadata)

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

# Mandates by which a bank debits a customer's account (A) or card (C).
mandate = Table(
    "mandate",
    metadata,
    Column("number", String(14), primary_key=True),
    Column("registration", String(8), ForeignKey("account.registration"), nullable=False, unique=True),
    Column("bank", String(10), nullable=False),
    Column("instrument", String(1), nullable=False),
    Column("debited", String(16), nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", String(4)),
    CheckConstraint("state IN ('active', 'suspended')", name="mandate_state"),
    CheckConstraint("instrument IN ('A', 'C')", name="mandate_instrument"),
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
    Column("registration", String(8), nullable=False),
    Column("reference1", String(10), nullable=False),
    Column("invoice", String(12), nullable=False),
    Column("amount", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", String(4)),
    Column("act", String(10)),
    Column("receipt", String(20)),
    CheckConstraint("state IN ('asked', 'collected', 'rejected', 'unanswered')", name="debit_entry_state"),
    CheckConstraint("act IN ('retry', 'ordinary', 'suspend')", name="debit_entry_act"),
    Index("debit_entry_by_batch", "batch_id"),
    Index("debit_entry_by_invoice", "invoice"),
)
