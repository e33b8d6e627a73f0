"""The accounts that a citizen may see: those held under the name of the log-in, a number or a telephone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, or_, select

from reference.cis.messages import NotFound, OwnAccount
from reference.cis.money import billing
from reference.cis.tables import account

AFTER_THE_DAY = "T24"
"""Behind a day: what came on the day of a transfer may be the former holder's, and is shown to the requester alone."""

_OWN = (
    select(account)
    .where(or_(account.c.tax_id == bindparam("who"), account.c.mobile == bindparam("who")))
    .order_by(account.c.registration)
)
_ONE = _OWN.where(account.c.registration == bindparam("which"))


def own_accounts(db: Connection, name: str) -> list[OwnAccount]:
    """All accounts that a citizen holds."""
    return [_account(db, row) for row in db.execute(_OWN, {"who": name})]


def own_account(db: Connection, name: str, registration: str) -> Any:
    """The row of an own account. NotFound for another's as for an unknown one, so that the two look alike."""
    row = db.execute(_ONE, {"who": name, "which": registration}).first()
    if row is None:
        raise NotFound("ไม่พบทะเบียนผู้ใช้น้ำนี้ในรายการของท่าน")
    return row


def holds(db: Connection, name: str, registration: str | None) -> bool:
    """Whether an account is the citizen's."""
    return registration is not None and db.execute(_ONE, {"who": name, "which": registration}).first() is not None


def _account(db: Connection, row: Any) -> OwnAccount:
    on_debit = billing.is_on_debit(db, row.registration)
    return OwnAccount(row.registration, row.branch, row.name, row.address, row.meter_size, row.state, on_debit)
