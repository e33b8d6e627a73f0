"""Transactions by the agents' own numbers: a repeated number must be the same message."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select

from reference.cis.messages import Payment, Reversal, Till
from reference.cis.tables import agent_transaction

_BY_NUMBER = select(agent_transaction).where(
    agent_transaction.c.agent == bindparam("agent"), agent_transaction.c.number == bindparam("number")
)
_ADD = insert(agent_transaction)

OTHER: Final = object()
"""The number is known, for something else."""


def operation_of(message: Payment | Reversal) -> str:
    return "payment" if isinstance(message, Payment) else "reversal"


def till_columns(till: Till) -> dict[str, str | None]:
    return {
        "agent_code": till.agent_code,
        "branch": till.branch,
        "terminal": till.terminal,
        "merchant": till.merchant,
        "batch": till.batch,
    }


def find(db: Connection, agent: str, operation: str, number: str) -> Any:
    """What the agent did in this operation under this number, or None."""
    rows = db.execute(_BY_NUMBER, {"agent": agent, "number": number})
    return next((row for row in rows if row.operation == operation), None)


def identifies(reversal: Reversal, payment: Any) -> bool:
    """Whether the details of a reversal match the payment that it names."""
    told: dict[str, str | None] = {**till_columns(reversal.till), **reversal.marks}
    known: dict[str, str | None] = {**payment._mapping, **json.loads(payment.marks)}
    return reversal.number is not None or all(known.get(name) == value for name, value in told.items() if value)


def find_same(db: Connection, message: Payment | Reversal) -> Any:
    """The first of this very message; `OTHER` when its number was used otherwise, None when it is new.

    A reversal without a number of its own goes under that of its payment, which does not count as used by it.
    """
    row = _row(message)
    for known in db.execute(_BY_NUMBER, {"agent": row["agent"], "number": row["number"]}):
        if known.operation == row["operation"]:
            return known if all(getattr(known, name) == value for name, value in row.items()) else OTHER
        if known.own_number and row["own_number"]:
            return OTHER
    return None


def add(db: Connection, message: Payment | Reversal, receipt: str, at: str, day: date) -> None:
    """Keep a message with its receipt; `day` is the agent's own, to which its money belongs."""
    db.execute(_ADD, _row(message) | {"receipt": receipt, "at": at, "day": day.isoformat()})


def _row(message: Payment | Reversal) -> dict[str, Any]:
    if isinstance(message, Payment):
        own = {
            "operation": "payment",
            "number": message.number,
            "own_number": 1,
            "original": None,
            "registration": message.customer.registration,
            "customer_branch": message.customer.branch,
            "invoice": message.invoice,
            "fee": message.fee.value if message.fee else None,
        }
    else:
        own = {
            "operation": "reversal",
            "number": message.number or message.original,
            "own_number": int(message.number is not None),
            "original": message.original,
            "registration": None,
            "customer_branch": None,
            "invoice": None,
            "fee": None,
        }
    marks = json.dumps(dict(message.marks), sort_keys=True, ensure_ascii=False)
    return {"agent": message.agent, **own, "amount": message.amount, **till_columns(message.till), "marks": marks}
