"""The registers of the Department of Provincial Administration: persons, houses, cards, names, marriages."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import Any

from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable
from reference.cis.partners._common.gdx import UNREADABLE, read_answer
from reference.cis.partners._common.linkage import ANOTHER_PERSON, CLOSED, look_up
from reference.cis.service_requests.registers import (
    Ask,
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
    Question,
    RegisterGateway,
)
from reference.common.dates import FIRST_YEAR, LAST_YEAR

_DOPA = "00023"
_PERSON, _FORMER_NAMES, _HOUSE, _CARD, _MARRIAGE, _DIVORCE = "001", "009", "027", "032", "033", "034"
_NOT_ON_RECORD = {_CARD: "99992", _FORMER_NAMES: "99702", _MARRIAGE: "99404", _DIVORCE: "99504"}
_PRESENT = ("AgentAvailable", "CitizenAvailable")
OFFICER_ABSENT = "90001"
_LIVES = {"0": Life.ALIVE, "1": Life.DEAD}
_NO_ONE = "0" * 13
_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_FOREVER = "99999999"


class Register:
    """Answers questions about a citizen; each may raise SourceUnavailable."""

    def __init__(self, gateway: RegisterGateway) -> None:
        self._gateway = gateway

    def require_officer(self) -> None:
        """Our officer must have signed in with the card; otherwise the registers stay shut (90001)."""
        query = {
            "Consumer": self._gateway.credential("consumer_key"),
            "CitizenID": self._gateway.credential("agent_pid"),
        }
        state = read_answer(self._gateway.get("/ws/dopa/linkage/v1/agent/permission", query), closed=CLOSED)
        if not isinstance(state, dict) or state.get("SessionState") not in _PRESENT:
            raise SourceUnavailable(OFFICER_ABSENT)

    def person(self, question: PersonOf) -> Person | None:
        data = self._look_up(_PERSON, question.citizen_id)
        if data is None:
            return None
        life = _LIVES.get(str(data.get("statusOfPersonCode", "")), Life.NOT_REGISTERED)
        first, last = data.get("firstName"), data.get("lastName") or ""
        readable = isinstance(first, str) and isinstance(last, str)
        return Person(life, _joined(first, last) if readable else None)

    def house(self, question: HouseOf) -> House | None:
        """The register sends the code as a number, so its leading zeros are gone."""
        data = self._look_up(_HOUSE, question.citizen_id)
        return None if data is None else House(str(data.get("houseID", "")).zfill(11))

    def card(self, question: CardOf) -> IdentityCard | None:
        data = self._look_up(_CARD, question.citizen_id)
        if data is None:
            return None
        _require(data.get("personalID"), question.citizen_id)
        cancelled = str(data.get("cancelCause") or "").strip()
        return IdentityCard(last_day_of(str(data.get("expireDate", ""))), cancelled or None)

    def former_names(self, question: FormerNamesOf) -> tuple[str, ...] | None:
        data = self._look_up(_FORMER_NAMES, question.citizen_id)
        if data is None:
            return None
        changes = data.get("allName")
        if not isinstance(changes, list) or not all(isinstance(change, dict) for change in changes):
            raise SourceUnavailable(UNREADABLE)
        for change in changes:
            _require(change.get("pid"), question.citizen_id)
        return tuple(_joined(change.get("firstName"), change.get("lastName") or "") for change in changes)

    def marriage(self, question: MarriageOf) -> Marriage | None:
        data = self._look_up(_MARRIAGE, question.citizen_id)
        if data is None:
            return None
        return Marriage(str(data.get("marryID")), _spouses(data, question.citizen_id) - {_NO_ONE})

    def divorce(self, question: DivorceOf) -> Divorce | None:
        data = self._look_up(_DIVORCE, question.citizen_id)
        if data is None:
            return None
        _spouses(data, question.citizen_id)
        return Divorce(str(data.get("marryID")))

    def _look_up(self, service: str, citizen_id: str) -> dict[str, Any] | None:
        data = look_up(self._gateway, _DOPA, service, citizen_id, frozenset({_NOT_ON_RECORD.get(service, "")}))
        if data is not None and not isinstance(data, dict):
            raise SourceUnavailable(UNREADABLE)
        return data


def ask_person(link: Link) -> Ask:
    """Every check begins with the person, so this is where the officer must have signed in."""
    register = Register(link.gateway)

    def ask(question: PersonOf) -> Person | None:
        register.require_officer()
        return register.person(question)

    return ask


def asks(answer: Callable[[Register, Any], Any]) -> Callable[[Link], Ask]:
    """How the register is asked, through the gateway of its link."""
    return lambda link: lambda question: answer(Register(link.gateway), question)


QUESTIONS: dict[type[Question[Any]], Callable[[Link], Ask]] = {
    PersonOf: ask_person,
    CardOf: asks(Register.card),
    HouseOf: asks(Register.house),
    FormerNamesOf: asks(Register.former_names),
    MarriageOf: asks(Register.marriage),
    DivorceOf: asks(Register.divorce),
}


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
    """Both of a marriage, one of whom was asked about; zeros for a foreigner."""
    both = frozenset(str(data.get(side) or "").zfill(13) for side in ("malePID", "femalePID"))
    if citizen_id not in both:
        raise SourceUnavailable(ANOTHER_PERSON)
    return both


def _joined(first: Any, last: Any) -> str:
    return " ".join(f"{first} {last}".split())
