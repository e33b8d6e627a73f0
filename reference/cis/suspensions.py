"""Temporary suspensions of water, on record until the fee that waives them is paid."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from reference.cis.messages import FeeKind
from reference.cis.tables import account, charge

_SUSPEND = update(account).where(account.c.registration == bindparam("which"))
_SINCE = select(account.c.suspended_on).where(account.c.registration == bindparam("which"))
_WAIVED = select(func.max(charge.c.issued)).where(
    charge.c.registration == bindparam("which"),
    charge.c.item_type == FeeKind.SUSPENSION_WAIVER.value,
    charge.c.state == "paid",
)


class NoSuchAccount(Exception):
    """A suspension of a registration number that no customer has."""


def suspend(db: Connection, registration: str, day: date) -> None:
    """Record that the account is suspended from a day on."""
    if not db.execute(_SUSPEND.values(suspended_on=day.isoformat()), {"which": registration}).rowcount:
        raise NoSuchAccount(f"there is no account {registration}")


def suspended_on(db: Connection, registration: str) -> date | None:
    """Since when the account is suspended; None where it is not, or where the fee was paid since."""
    key: dict[str, Any] = {"which": registration}
    since, waived = db.execute(_SINCE, key).scalar(), db.execute(_WAIVED, key).scalar()
    return None if since is None or (waived and waived >= since) else date.fromisoformat(since)
