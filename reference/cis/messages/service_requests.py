"""Messages about requests of citizens (คำร้อง): applicant, kind, place, papers, and status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class RequestKind(StrEnum):
    """What a request asks for."""

    NEW_CONNECTION = "new_connection"
    RECONNECTION = "reconnection"
    CHANGE_OF_SIZE = "change_of_size"
    MOVE_OF_METER = "move_of_meter"
    DEPOSIT_OF_METER = "deposit_of_meter"
    END_OF_USE = "end_of_use"
    TRANSFER = "transfer"
    LEAK = "leak"
    PIPE_LEAK = "pipe_leak"
    REPAIR = "repair"

    @property
    def is_field_work(self) -> bool:
        """Whether the request sends a crew to a place, for which no register is asked about a person."""
        return self in (RequestKind.PIPE_LEAK, RequestKind.REPAIR)


class RequestStatus(StrEnum):
    """How far a request has come."""

    RECEIVED = "RECEIVED"
    VERIFYING = "VERIFYING"
    SURVEY = "SURVEY"
    REJECTED = "REJECTED"
    ESTIMATED = "ESTIMATED"
    AWAITING_PAYMENT = "AWAITING_PAYMENT"
    PAID = "PAID"
    INSTALLED = "INSTALLED"
    ACTIVE = "ACTIVE"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    REPAIRING = "REPAIRING"
    REPAIRED = "REPAIRED"


@dataclass(frozen=True, slots=True)
class Applicant:
    """The person or company that a request is for; a report of a leak needs no number.

    `tax_id` is the company's number, or the person's own. `citizen_id` is that of the person, or of a company's
    contact if it names one.
    """

    name: str
    tax_id: str
    citizen_id: str | None

    @property
    def juristic_id(self) -> str | None:
        """The number of a company; None for a person."""
        return None if self.tax_id == self.citizen_id else self.tax_id


@dataclass(frozen=True, slots=True)
class Place:
    """Where the water is to go.

    `point` is latitude and longitude in degrees as text, if the applicant set one on a map. Province, district
    (เขต/อำเภอ) and subdistrict are two digits each, every one within the one before.
    """

    point: tuple[str, str] | None
    province: str
    district: str
    subdistrict: str
    house_code: str | None
    address: str


@dataclass(frozen=True, slots=True)
class MeterOrder:
    """The meter that the applicant wants, and the class of the account; both are empty where no meter is asked for."""

    size: str
    account_class: str


@dataclass(frozen=True, slots=True)
class PaperOffer:
    """A paper that the applicant attached: its number at the origin, which keeps it, its kind and its title."""

    reference: str
    media: str
    title: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it came."""

    media: str
    content: bytes


class PaperRefused(Exception):
    """A paper that is never taken; `reason` is Thai, for the applicant."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Request:
    """A request as its origin, a partner, sent it under a number of its own.

    `branch` is the one that the origin took for responsible. `original` is the message as it came: it is kept, and
    only the origin's adapter opens it. `account` is the one that it is about, by registration number. `requester` is
    who is logged in there, where citizens ask for themselves. `details` are the words of its kind alone. `revision`
    counts the origin's own changes of the request, from 1. `papers` are still at the origin.
    """

    origin: str
    origin_number: str
    kind: RequestKind
    applicant: Applicant
    place: Place
    meter: MeterOrder
    branch: str
    original: str
    account: str | None = None
    requester: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    revision: int = 1
    papers: tuple[PaperOffer, ...] = ()


class Reception(StrEnum):
    """The result of receiving a request; `stale` is a revision older than the stored one, and changes nothing."""

    TAKEN = "TAKEN"
    REPEATED = "REPEATED"
    AMENDED = "AMENDED"
    STALE = "STALE"


@dataclass(frozen=True, slots=True)
class Received:
    """The number of a request that was taken, now or before."""

    number: str
    reception: Reception

    @property
    def repeated(self) -> bool:
        return self.reception is not Reception.TAKEN


class RequestRefused(Exception):
    """A request that cannot be taken; `mistakes` says why, in Thai for the applicant."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("; ".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """A request has a new status, its `sequence`th; `note` says it in Thai. The fee is known once it is waited for."""

    number: str
    request: Request
    status: RequestStatus
    note: str
    at: str
    sequence: int
    fee: int | None
    fee_due: date | None
    registration: str | None


class SourceUnavailable(Exception):
    """A register or the map gave no answer to go by; `reason` says why.

    `wait_for_opening`: trying again makes no sense before the next opening (out of hours, quota used up).
    `retry_after`: when the source wants to be asked again, as its header has it.
    """

    def __init__(self, reason: str, retry_after: str | None = None, *, wait_for_opening: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.retry_after, self.wait_for_opening = reason, retry_after, wait_for_opening


class CitizenCardNeeded(SourceUnavailable):
    """The register answers only while the citizen's own card is in the reader."""
