"""Customers' mandates, from the application to the end.

| state | then |
|---|---|
| `requested` | `active` when the bank accepts it, or `refused` |
| `active` | `suspended` by a rejection, `revoked` by the customer, `expired` with its card |
| `suspended` | `active` again, or `revoked` |
| `refused`, `revoked`, `expired` | nothing: a new application takes its place |

Only an active mandate debits. The states are those in which a mandate ends at a gateway of banks; the way is ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, select, update

from reference.cis.messages import Instrument, Reason
from reference.cis.tables import mandate
from reference.common.storage.bulk_rows import delete_rows, insert_rows

REQUESTED, ACTIVE, SUSPENDED, REFUSED, REVOKED, EXPIRED = (
    "requested", "active", "suspended", "refused", "revoked", "expired",
)  # fmt: skip
_NEXT: Mapping[str, tuple[str, ...]] = {
    REQUESTED: (ACTIVE, REFUSED),
    ACTIVE: (SUSPENDED, REVOKED, EXPIRED),
    SUSPENDED: (ACTIVE, REVOKED),
}

_COLUMNS = ("number", "registration", "bank", "instrument", "account_number", "state", "expires")
_STATE = select(mandate.c.state).where(mandate.c.number == bindparam("which"))
_SET = (
    update(mandate)
    .where(mandate.c.number == bindparam("which"))
    .values(state=bindparam("now_state"), reason=bindparam("why"))
)
_EXPIRE = (
    update(mandate)
    .where(mandate.c.bank == bindparam("of_bank"), mandate.c.state == ACTIVE, mandate.c.expires < bindparam("month"))
    .values(state=EXPIRED, reason=Reason.CARD_EXPIRED.value)
)


class NoSuchMandate(Exception):
    """There is no mandate of that number."""


class WrongMandateState(Exception):
    """A mandate does not go from its state to that one."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """`bank` by our code for it; `account_number` is the bank account's, or the card's in its agreed form.

    `expires` is the last month of a card, `2026-10`.
    """

    number: str
    registration: str
    bank: str
    instrument: Instrument
    account_number: str
    state: str = ACTIVE
    expires: str | None = None


def enter(db: Connection, given: Sequence[Mandate]) -> None:
    """Customers' mandates; each takes the place of any that the customer had, or that had its number."""
    kept: dict[str, Mandate] = {}
    numbers: dict[str, str] = {}
    for new in given:
        kept.pop(numbers.get(new.registration, ""), None)
        kept[new.number], numbers[new.registration] = new, new.number
    delete_rows(db, mandate, "registration", [new.registration for new in given])
    delete_rows(db, mandate, "number", [new.number for new in given])
    insert_rows(db, mandate, _COLUMNS, [_row(new) for new in kept.values()])


def change(db: Connection, number: str, state: str) -> None:
    """The mandate is accepted, refused, revoked or in force again."""
    now = db.execute(_STATE, {"which": number}).scalar()
    if now is None:
        raise NoSuchMandate(f"no mandate {number}")
    if state not in _NEXT.get(now, ()):
        raise WrongMandateState(f"a mandate that is {now} does not become {state}")
    db.execute(_SET, {"which": number, "now_state": state, "why": None})


def _row(new: Mandate) -> tuple[str | None, ...]:
    instrument = new.instrument.value
    return (new.number, new.registration, new.bank, instrument, new.account_number, new.state, new.expires)


def suspend(db: Connection, number: str, reason: Reason) -> None:
    """Debit no more by this mandate, if it is still in force."""
    if db.execute(_STATE, {"which": number}).scalar() == ACTIVE:
        db.execute(_SET, {"which": number, "now_state": SUSPENDED, "why": reason.value})


def expire(db: Connection, bank: str, effective: date) -> None:
    """End the mandates of a bank whose card is no longer good on the day of the debit."""
    db.execute(_EXPIRE, {"of_bank": bank, "month": f"{effective:%Y-%m}"})
