"""Requests of citizens (คำร้อง), their progress, and registers that do not answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Applicant:
    """Whom a connection is for. A juristic person may name a contact person (`citizen_id`)."""

    name: str
    citizen_id: str | None
    juristic_id: str | None
    house_code: str | None

    @property
    def tax_id(self) -> str | None:
        return self.juristic_id or self.citizen_id


@dataclass(frozen=True, slots=True)
class Place:
    """Where the water is to go: `point` is latitude and longitude as text, if the applicant set one on a map."""

    point: tuple[str, str] | None
    province: str
    district: str
    subdistrict: str
    house_code: str | None
    address: str


@dataclass(frozen=True, slots=True)
class Request:
    """A request for a service, from the partner `origin` under its own number `origin_number`.

    `details` are further words of MWA's that the service needs (`account_class`, `meter_size`); `original` is the
    message as it came, which the core keeps and never opens.
    """

    origin: str
    origin_number: str
    kind: str
    branch: str
    applicant: Applicant
    place: Place
    details: Mapping[str, str]
    original: str


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """A request has a new status; `note` is in Thai. `fee` and `fee_due` stand once it was estimated."""

    number: str
    origin: str
    origin_number: str
    tax_id: str | None
    status: str
    note: str
    at: str
    fee: int | None = None
    fee_due: date | None = None


class SourceUnavailable(Exception):
    """A register or the map gave no answer to go by; `reason` is a code or the kind of failure.

    `retry_after`: when it wants to be asked again, as its header has it. `wait_for_opening`: trying again makes no
    sense before the next opening (out of hours, quota used up).
    """

    def __init__(self, reason: str, retry_after: str | None = None, *, wait_for_opening: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.retry_after, self.wait_for_opening = reason, retry_after, wait_for_opening
