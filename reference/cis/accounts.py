"""Customer accounts: opened for a request, entered from elsewhere, found by registration number or reference 1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from reference.cis.numbers import next_number
from reference.cis.tables import account
from reference.common.storage.bulk_rows import insert_rows, rows_among, update_rows

WAITING, ACTIVE, DEPOSITED, CLOSED = "waiting", "active", "deposited", "closed"
FACTS = ("branch", "name", "tax_id", "account_class", "meter_size", "address", "held_since", "mobile")
"""What is known of an account that comes from elsewhere."""

_BY_REGISTRATION = select(account).where(account.c.registration == bindparam("customer"))
_MOBILE = (
    select(account.c.mobile)
    .where(account.c.tax_id == bindparam("holder"), account.c.mobile.is_not(None))
    .order_by(account.c.registration)
    .limit(1)
)
_ADD = insert(account)
_CHANGE = update(account).where(account.c.registration == bindparam("which"))
_METER = _CHANGE.values(state=ACTIVE, meter_number=bindparam("meter"))


def find(db: Connection, key: str) -> Any:
    """The row of an account by registration number (8 digits) or reference 1 (branch before it), or None."""
    row = db.execute(_BY_REGISTRATION, {"customer": key[-8:]}).first()
    return None if row is None or (len(key) == 10 and key[:2] != row.branch) else row


def mobile_of(db: Connection, holder: str) -> str | None:
    """The telephone on record of the holder with this number; of several accounts the first one's."""
    mobile: str | None = db.execute(_MOBILE, {"holder": holder}).scalar()
    return mobile


def open_account(db: Connection, facts: Mapping[str, Any]) -> str:
    """Open an account that waits for its meter; the registration number that it gets. `facts` are columns."""
    registration = _unused_registration(db)
    db.execute(_ADD, {"registration": registration, "state": WAITING, "meter_number": None, **facts})
    return registration


def enter_accounts(db: Connection, facts: Mapping[str, tuple[Any, ...]]) -> None:
    """Insert active accounts by registration number, or update those that exist; values in the order of `FACTS`."""
    known = {row[0] for row in rows_among(db, (account.c.registration,), list(facts))}
    rows = [(ACTIVE, *values, registration) for registration, values in facts.items()]
    columns = ("state", *FACTS)
    insert_rows(db, account, (*columns, "registration"), [row for row in rows if row[-1] not in known])
    update_rows(db, account, columns, "registration", [row for row in rows if row[-1] in known])


def install_meter(db: Connection, registration: str) -> str:
    """Activate an account with a new meter; the meter's number."""
    meter = f"M{next_number(db, 'meter', 26_000_001)}"
    db.execute(_METER, {"which": registration, "meter": meter})
    return meter


def change(db: Connection, registration: str, facts: Mapping[str, Any]) -> None:
    """Give an account other facts (columns)."""
    if facts:
        db.execute(_CHANGE.values(**facts), {"which": registration})


def _unused_registration(db: Connection) -> str:
    """The next registration number that no customer has yet."""
    while True:
        registration = f"{next_number(db, 'registration', 10_000_001):08d}"
        if find(db, registration) is None:
            return registration
