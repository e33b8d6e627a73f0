"""Messages of citizens' channels: what citizens ask about their own accounts, and the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reference.cis.messages.service_requests import Applicant, MeterOrder, Place, RequestKind


class NotLoggedIn(Exception):
    """The code or the session is not known, has ended, or was tried too often; the text says which."""


class NotFound(Exception):
    """It is not among the citizen's own; the answer is the same if another citizen has it."""


@dataclass(frozen=True, slots=True)
class OneTimePassword:
    """A one-time code sent to a telephone, with which its reader logs in until it ends."""

    reference: str
    mobile: str
    code: str
    ends: str


@dataclass(frozen=True, slots=True)
class Session:
    """That a citizen is logged in, until it ends."""

    token: str
    ends: str


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account as its holder sees it; `on_debit` if a bank pays its bills."""

    registration: str
    branch: str
    name: str
    address: str
    meter_size: str
    state: str
    on_debit: bool


@dataclass(frozen=True, slots=True)
class PastPayment:
    """A payment of an account, and whether it stands (POSTED, REVERSED)."""

    receipt: str
    paid_at: str
    amount: int
    state: str


@dataclass(frozen=True, slots=True)
class BillIssued:
    """A new bill of an account that somebody logs in for."""

    registration: str
    invoice: str
    month: str
    due: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenRequest:
    """What a citizen asks for, under the channel's number of it.

    It is about an account, or for an applicant at a place; then a meter may be wanted. `point` is the one
    that was set on the map, latitude and longitude as text.
    """

    number: str
    kind: RequestKind
    original: str
    registration: str | None = None
    applicant: Applicant | None = None
    place: Place | None = None
    meter: MeterOrder = field(default_factory=lambda: MeterOrder("0", "00"))
    details: Mapping[str, str] = field(default_factory=dict)
    point: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class RequestStep:
    """What became of a request, and when; `note` is Thai."""

    status: str
    note: str
    at: str


@dataclass(frozen=True, slots=True)
class TrackedRequest:
    """A request with its steps, the oldest first."""

    number: str
    kind: RequestKind
    registration: str | None
    steps: Sequence[RequestStep]


@dataclass(frozen=True, slots=True)
class Outage:
    """Where no water runs, and until when; coordinates are the text that the officer typed, with its spaces."""

    area: str
    starts: str
    ends: str
    soi: str
    reason: str
    branches: Sequence[str]
    corners: Sequence[tuple[str, str]]
