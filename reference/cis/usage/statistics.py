"""The usage of accounts by month: of their present holders alone, and never further back than was agreed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select

from reference.cis import accounts
from reference.cis.messages import AccountUsage, MonthUsage, SubjectKind, UsageFact
from reference.cis.money.billing import WATER_BILL
from reference.cis.tables import account, charge

_BY_HOLDER = select(account).where(account.c.tax_id == bindparam("holder")).order_by(account.c.registration)
_MONTHS = (
    select(charge)
    .where(
        charge.c.registration == bindparam("which"),
        charge.c.item_type == WATER_BILL,
        charge.c.month.between(bindparam("first"), bindparam("last")),
    )
    .order_by(charge.c.month)
)


def usage_of(
    db: Connection, kind: SubjectKind, subject: str, facts: Collection[UsageFact], today: date, months: int
) -> tuple[AccountUsage, ...]:
    """The accounts of a customer, or one by its number, with the usage of so many whole months before this one."""
    return tuple(_usage(db, row, facts, today, months) for row in _accounts(db, kind, subject))


def month_before(day: date, count: int) -> str:
    """The month that lies so many before that of a day: `2026-10` is one before 2026-11-30."""
    months = day.year * 12 + day.month - 1 - count
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _accounts(db: Connection, kind: SubjectKind, subject: str) -> list[Any]:
    if kind is SubjectKind.PERSON:
        return list(db.execute(_BY_HOLDER, {"holder": subject}))
    row = accounts.find(db, subject)
    return [] if row is None else [row]


def _usage(db: Connection, row: Any, facts: Collection[UsageFact], today: date, months: int) -> AccountUsage:
    first = max(month_before(today, months), _first_month_of_holder(row.held_since))
    span = {"which": row.registration, "first": first, "last": month_before(today, 1)}
    return AccountUsage(
        row.registration,
        row.branch if UsageFact.BRANCH in facts else None,
        row.meter_size if UsageFact.METER_SIZE in facts else None,
        row.address if UsageFact.ADDRESS in facts else None,
        tuple(_month(month, facts) for month in db.execute(_MONTHS, span)),
    )


def _first_month_of_holder(held_since: str | None) -> str:
    """The first month that is wholly the present holder's: that of a change in between is partly another's."""
    if held_since is None:
        return ""
    day = date.fromisoformat(held_since)
    return month_before(day, 0 if day.day == 1 else -1)


def _month(row: Any, facts: Collection[UsageFact]) -> MonthUsage:
    return MonthUsage(
        row.month,
        date.fromisoformat(row.issued) if UsageFact.READ_ON in facts else None,
        row.usage if UsageFact.VOLUME in facts else None,
        row.amount if UsageFact.AMOUNT in facts else None,
    )
