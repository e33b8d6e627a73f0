"""The columns of the store that hold data of a person."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from reference.cis.messages import RequestStatus
from reference.cis.tables import account, request

_DIGITS = 13
FINISHED = tuple(
    status.value
    for status in (RequestStatus.REJECTED, RequestStatus.ACTIVE, RequestStatus.COMPLETED, RequestStatus.REPAIRED)
)
"""A request in one of these goes no further."""

OF_THE_APPLICANT: dict[str, Any] = {
    "applicant": "", "name": None, "tax_id": "", "citizen_id": None, "latitude": None, "longitude": None,
    "house_code": None, "address": "", "deed": None, "original": "",
    "requester": None, "details": "{}",
}  # fmt: skip
"""The columns of a request that are about its applicant, and what stands in them once they are erased."""


def registrations_of(db: Connection, number: str) -> list[str]:
    """The accounts that a person or company holds, by its 13 digits."""
    return list(db.execute(select(account.c.registration).where(account.c.tax_id == number)).scalars())


def person_of(db: Connection, identifier: str) -> str | None:
    """The 13 digits behind any identifier of a person: a telephone, an account, a request, or the digits themselves.

    A telephone that several people share gives None.
    """
    if len(identifier) == _DIGITS:
        return identifier
    of_account = or_(account.c.registration == identifier, account.c.mobile == identifier)
    of_request = or_(request.c.id == identifier, request.c.requester == identifier)
    people = {
        *db.execute(select(account.c.tax_id).where(of_account)).scalars(),
        *db.execute(select(request.c.tax_id).where(of_request)).scalars(),
    } - {None, ""}
    return people.pop() if len(people) == 1 else None


def log_in_names(db: Connection, number: str) -> list[str]:
    """The names under which a person logs in: the digits, the accounts, and each telephone of this person alone."""
    mobiles = select(account.c.mobile).where(account.c.tax_id == number, account.c.mobile.is_not(None))
    others = select(account.c.mobile).where(account.c.tax_id != number, account.c.mobile.is_not(None))
    requesters = select(request.c.requester).where(is_about(number), request.c.requester.is_not(None))
    own = {*db.execute(mobiles).scalars(), *db.execute(requesters).scalars()}
    return [number, *registrations_of(db, number), *sorted(own - set(db.execute(others).scalars()))]


def is_about(number: str) -> ColumnElement[bool]:
    """Whether a request is that of a person or company."""
    return or_(request.c.tax_id == number, request.c.citizen_id == number)
