"""Messages of usage look-ups: an office's question, the answer, and the reasons for a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

MOST_MONTHS = 6
"""As many months as usage is told for at the most, to any office."""


class SubjectKind(StrEnum):
    """The kind of number in a question: a customer's or a water account's."""

    PERSON = "person"
    ACCOUNT = "account"


class UsageFact(StrEnum):
    """What may be told of an account beside its number and its months."""

    BRANCH = "branch"
    METER_SIZE = "meter_size"
    ADDRESS = "address"
    READ_ON = "read_on"
    VOLUME = "volume"
    AMOUNT = "amount"


class UsageRefusal(StrEnum):
    """The reasons for which an office gets no data."""

    NO_AGREEMENT = "no_agreement"
    OUT_OF_HOURS = "out_of_hours"
    QUOTA_USED_UP = "quota_used_up"
    OUT_OF_SCOPE = "out_of_scope"
    NO_REFERENCE = "no_reference"


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """When an office may ask: from `opens` until before `closes`, on days of work alone unless `every_day`."""

    opens: time
    closes: time
    every_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageTerms:
    """What an office may ask and be told, by its agreement with MWA.

    `quota` bounds its look-ups of a day. `needs_reference`: each look-up names the case that it is for.
    Without `hours` it may ask at any time.
    """

    subjects: frozenset[SubjectKind]
    facts: frozenset[UsageFact]
    quota: int
    months: int = MOST_MONTHS
    needs_reference: bool = True
    hours: ServiceHours | None = None


@dataclass(frozen=True, slots=True)
class UsageQuery:
    """One look-up: service, office, officer, the customer's number, and the case."""

    service: str
    office: str
    officer: str
    kind: SubjectKind
    subject: str
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class MonthUsage:
    """A month of an account; what the terms do not have is None, and so is a volume that was not read."""

    month: str
    read_on: date | None
    volume: int | None
    amount: int | None


@dataclass(frozen=True, slots=True)
class AccountUsage:
    """An account with its months, the oldest first."""

    registration: str
    branch: str | None
    meter_size: str | None
    address: str | None
    months: tuple[MonthUsage, ...]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The answer to an office: the data, or the reason for a refusal."""

    refusal: UsageRefusal | None
    accounts: tuple[AccountUsage, ...] = ()
