"""What is owed, what came in, and where it stands."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from reference.cis.tables.store import metadata

# What a customer owes: a month's water, or the fee for a service. Cancelled: the payment of a service was taken back.
charge = Table(
    "charge",
    metadata,
    Column("invoice", String(12), primary_key=True),
    Column("registration", String(8), ForeignKey("account.registration"), nullable=False),
    Column("item_type", String(30), nullable=False),
    Column("month", String(7), nullable=False),
    Column("usage", Integer),
    Column("issued", String(10), nullable=False),
    Column("due", String(10), nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("state", String(20), nullable=False),
    Column("named_in", Integer),  # the payment file that named it last: a second time in the same one is a duplicate
    CheckConstraint("state IN ('open', 'paid', 'being_debited', 'cancelled')", name="charge_state"),
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
    Column("amount", BigInteger, nullable=False),
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
    Column("item_type", String(30), nullable=False),
    Column("registration", String(8)),
    Column("invoice", String(12)),
    Column("amount", BigInteger, nullable=False),
    CheckConstraint("bucket IN ('applied', 'deposits', 'suspense')", name="line_bucket"),
    Index("line_by_receipt", "receipt"),
    Index("line_by_registration", "registration", "bucket"),
)

# What an agent did under its own number: the payment or reversal as it came, and the receipt that it led to.
# A reversal without a number of its own (`own_number` is 0) is kept under that of its payment.
agent_transaction = Table(
    "agent_transaction",
    metadata,
    Column("agent", String(10), primary_key=True),
    Column("operation", String(10), primary_key=True),
    Column("number", String(40), primary_key=True),
    Column("own_number", Integer, nullable=False),
    Column("original", String(40)),
    Column("registration", String(8)),
    Column("customer_branch", String(2)),
    Column("invoice", String(12)),
    Column("fee", String(30)),
    Column("amount", BigInteger),
    Column("agent_code", String(20)),
    Column("branch", String(20)),
    Column("terminal", String(20)),
    Column("merchant", String(20)),
    Column("batch", String(20)),
    Column("marks", Text, nullable=False),
    Column("at", String(25), nullable=False),
    Column("day", String(10), nullable=False),  # the agent's own, of which its totals are
    Column("receipt", String(20), nullable=False),
    CheckConstraint("operation IN ('payment', 'reversal')", name="agent_transaction_operation"),
    Index("agent_transaction_by_day", "agent", "day"),
)

# What an agent asked before it takes money, under the number that its payment will have, and our reference of it.
approval = Table(
    "approval",
    metadata,
    Column("agent", String(10), primary_key=True),
    Column("number", String(40), primary_key=True),
    Column("reference", String(20), nullable=False),
    Column("registration", String(8), nullable=False),
    Column("fee", String(30)),
    Column("state", String(10), nullable=False),
    Column("made_at", String(25), nullable=False),
    CheckConstraint("state IN ('OPEN', 'PAID', 'CANCELLED')", name="approval_state"),
)

# What an agent said that a till took in on a day, beside what our books have: kept also where the two differ.
agent_day_total = Table(
    "agent_day_total",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agent", String(10), nullable=False),
    Column("day", String(10), nullable=False),
    Column("agent_code", String(20)),
    Column("branch", String(20)),
    Column("terminal", String(20)),
    Column("merchant", String(20)),
    Column("batch", String(20)),
    *(
        Column(f"{side}_{kind}_{figure}", BigInteger, nullable=False)
        for side in ("their", "our")
        for kind in ("paid", "voided")
        for figure in ("count", "amount")
    ),
    Column("differences", Text, nullable=False),
    Column("received_at", String(25), nullable=False),
    Index("agent_day_total_by_day", "agent", "day"),
)
