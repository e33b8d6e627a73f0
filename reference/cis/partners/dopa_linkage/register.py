"""What the registers of the Department of Provincial Administration answer, however they are asked."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from calendar import monthrange
from datetime import date
from enum import Enum, auto
from typing import Any

from reference.cis.messages import SourceUnavailable
from reference.cis.partners._common.gdx import UNREADABLE
from reference.cis.partners._common.linkage import ANOTHER_PERSON
from reference.cis.service_requests.registers import (
    CardOf,
    Divorce,
    DivorceOf,
    FormerNamesOf,
    House,
    HouseOf,
    IdentityCard,
    Life,
    Marriage,
    MarriageOf,
    Person,
    PersonOf,
)
from reference.common.dates import FIRST_YEAR, LAST_YEAR

OFFICER_ABSENT = "90001"
_LIVES = {"0": Life.ALIVE, "1": Life.DEAD}
_NO_ONE = "0" * 13
_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_FOREVER = "99999999"


class Service(Enum):
    """A register; each form has a number of its own for it."""

    PERSON = auto()
    FORMER_NAMES = auto()
    HOUSE = auto()
    CARD = auto()
    MARRIAGE = auto()
    DIVORCE = auto()


class Register(ABC):
    """Answers questions about a citizen; each may raise SourceUnavailable. A form says how a service is looked up."""

    @abstractmethod
    def look_up(self, service: Service, citizen_id: str) -> Any:
        """The record that a service has of a citizen, or None."""

    def person(self, question: PersonOf) -> Person | None:
        data = self._record(Service.PERSON, question.citizen_id)
        if data is None:
            return None
        life = _LIVES.get(str(data.get("statusOfPersonCode", "")), Life.NOT_REGISTERED)
        first, last = data.get("firstName"), data.get("lastName") or ""
        readable = isinstance(first, str) and isinstance(last, str)
        return Person(life, _joined(first, last) if readable else None)

    def house(self, question: HouseOf) -> House | None:
        """The register sends the code as a number, so its leading zeros are gone."""
        data = self._record(Service.HOUSE, question.citizen_id)
        return None if data is None else House(str(data.get("houseID", "")).zfill(11))

    def card(self, question: CardOf) -> IdentityCard | None:
        data = self._record(Service.CARD, question.citizen_id)
        if data is None:
            return None
        _require(data.get("personalID"), question.citizen_id)
        cancelled = str(data.get("cancelCause") or "").strip()
        return IdentityCard(last_day_of(str(data.get("expireDate", ""))), cancelled or None)

    def former_names(self, question: FormerNamesOf) -> tuple[str, ...] | None:
        data = self._record(Service.FORMER_NAMES, question.citizen_id)
        if data is None:
            return None
        changes = data.get("allName")
        if not isinstance(changes, list) or not all(isinstance(change, dict) for change in changes):
            raise SourceUnavailable(UNREADABLE)
        for change in changes:
            _require(change.get("pid"), question.citizen_id)
        return tuple(_joined(change.get("firstName"), change.get("lastName") or "") for change in changes)

    def marriage(self, question: MarriageOf) -> Marriage | None:
        data = self._record(Service.MARRIAGE, question.citizen_id)
        if data is None:
            return None
        return Marriage(str(data.get("marryID")), _spouses(data, question.citizen_id) - {_NO_ONE})

    def divorce(self, question: DivorceOf) -> Divorce | None:
        data = self._record(Service.DIVORCE, question.citizen_id)
        if data is None:
            return None
        _spouses(data, question.citizen_id)
        return Divorce(str(data.get("marryID")))

    def _record(self, service: Service, citizen_id: str) -> dict[str, Any] | None:
        data = self.look_up(service, citizen_id)
        if data is not None and not isinstance(data, dict):
            raise SourceUnavailable(UNREADABLE)
        return data


def last_day_of(text: str) -> date | None:
    """A day of the Buddhist era; where day or month is 00 the last that it may be. None if no calendar has it."""
    match = _DAY.fullmatch(text)
    if match is None or text == _FOREVER:
        return date.max if match else None
    year, month, day = int(match[1]) - 543, int(match[2]), int(match[3])
    if not (FIRST_YEAR <= year <= LAST_YEAR and month <= 12):
        return None
    length = monthrange(year, month or 12)[1]
    if day > length or (day and not month):
        return None
    return date(year, month or 12, day or length)


def _require(number: Any, citizen_id: str) -> None:
    """What is known of one person must never be taken for another's. A number has lost its leading zeros."""
    if str(number).zfill(13) != citizen_id:
        raise SourceUnavailable(ANOTHER_PERSON)


def _spouses(data: dict[str, Any], citizen_id: str) -> frozenset[str]:
    """Both spouses of a marriage, the given citizen among them; zeros for a foreigner."""
    both = frozenset(str(data.get(side) or "").zfill(13) for side in ("malePID", "femalePID"))
    if citizen_id not in both:
        raise SourceUnavailable(ANOTHER_PERSON)
    return both


def _joined(first: Any, last: Any) -> str:
    return " ".join(f"{first} {last}".split())
