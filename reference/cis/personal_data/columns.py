"""Where in the store a person is found, and what of a request is about the person."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from reference.cis.messages import RequestStatus
from reference.cis.tables import account, request

FINISHED = (RequestStatus.REJECTED.value, RequestStatus.ACTIVE.value)
"""A request in one of these goes no further."""

OF_THE_APPLICANT: dict[str, Any] = {
    "applicant": "", "name": None, "tax_id": "", "citizen_id": None, "latitude": None, "longitude": None,
    "house_code": None, "address": "", "deed": None, "original": "",
}  # fmt: skip
"""The columns of a request that are about its applicant, and what stands in them once they are erased."""


def registrations_of(db: Connection, number: str) -> list[str]:
    """The accounts that a person or company holds, by its 13 digits."""
    return list(db.execute(select(account.c.registration).where(account.c.tax_id == number)).scalars())


def is_about(number: str) -> ColumnElement[bool]:
    """Whether a request is that of a person or company."""
    return or_(request.c.tax_id == number, request.c.citizen_id == number)
