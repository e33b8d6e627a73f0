"""What our side's client asks of LINKAGE2: a session, its job, and look-ups with a status for each item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from partnerlab.lab.lab import DEFAULT_START
from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable
from reference.cis.partners.dopa_linkage.centre_calls import CentreCalls
from reference.cis.partners.dopa_linkage.linkage2 import DirectRegister
from reference.cis.partners.dopa_linkage.session import Session
from reference.cis.service_requests.registers import (
    CardOf,
    Divorce,
    DivorceOf,
    FormerNamesOf,
    House,
    HouseOf,
    Life,
    MarriageOf,
    PersonOf,
)
from reference.common.clock import BANGKOK, Clock
from tests.pacts.interactions import Asked, answered, passed, state
from tests.pacts.partners import dopa_linkage_classic as records

JOB = "00000000-0000-4000-8000-000000000000"
SETTINGS = {
    "agent_pid": "0000000000000",
    "user_office": "00000",
    "digital_id_token": "digital_id_token",
    "chip_number": "chip_number",
    "job_id": JOB,
}
TOKEN = "token"
SOMCHAI, WIFE = records.SOMCHAI, records.WIFE


@dataclass
class Linkage:
    """Our side's client: the calls that make a session, and the register under one that is open."""

    calls: CentreCalls
    register: DirectRegister


def client(url: str, session: requests.Session) -> Linkage:
    clock = Clock()
    clock.set(DEFAULT_START.replace(tzinfo=BANGKOK))
    link = Link("dopa_linkage", SETTINGS | {"url": url}, session, clock)
    held = Session(link)
    held.hold(TOKEN)
    return Linkage(CentreCalls(link), DirectRegister(link, held))


def _items(*items: tuple[int, int, Any]) -> dict[str, Any]:
    return {
        "data": [
            {
                "serviceID": service,
                "responseStatus": status,
                "responseContentType": "application/json; charset=utf-8" if record else None,
                "responseData": record,
                "responseError": None if record else {"errorMessage": "Not Found"},
                "responseTimeMs": 120,
            }
            for service, status, record in items
        ],
        "executeTimeMs": 130,
    }


def _found(*items: tuple[int, int, Any], exactly: str = "serviceID responseStatus") -> Any:
    return answered(200, _items(*items), exactly=exactly)


def _refused(status: int, text: str, number: int) -> Any:
    return answered(status, {"errorMessage": text, "errorNumber": number}, exactly="errorNumber")


def _call(call: Callable[[CentreCalls], Any], expected: Any = None) -> Callable[[Linkage, Mapping[str, Any]], None]:
    def act(linkage: Linkage, names: Mapping[str, Any]) -> None:
        found = call(linkage.calls)
        assert found == expected if expected is not ... else found

    return act


def _alive(linkage: Linkage, names: Mapping[str, Any]) -> None:
    person = linkage.register.person(PersonOf(names["somchai"].pid))
    assert person is not None and person.life is Life.ALIVE


def _nobody(linkage: Linkage, names: Mapping[str, Any]) -> None:
    assert linkage.register.person(PersonOf("0000000000001")) is None


def _unavailable(reason: str) -> Callable[[Linkage, Mapping[str, Any]], None]:
    def act(linkage: Linkage, names: Mapping[str, Any]) -> None:
        with pytest.raises(SourceUnavailable, match=reason):
            linkage.register.person(PersonOf(names["somchai"].pid))

    return act


def _house(linkage: Linkage, names: Mapping[str, Any]) -> None:
    assert linkage.register.house(HouseOf(names["somchai"].pid)) == House(names["somchai"].house.code)


def _card(linkage: Linkage, names: Mapping[str, Any]) -> None:
    card = linkage.register.card(CardOf(names["somchai"].pid))
    assert card is not None and card.last_day is not None


def _former_name(linkage: Linkage, names: Mapping[str, Any]) -> None:
    assert linkage.register.former_names(FormerNamesOf(names["somchai"].pid))


def _marriage_that_stands(linkage: Linkage, names: Mapping[str, Any]) -> None:
    pid = names["wife"].pid
    marriage = linkage.register.marriage(MarriageOf(pid))
    assert marriage is not None and len(marriage.citizen_ids) == 2
    assert linkage.register.divorce(DivorceOf(pid)) is None


def _divorced(linkage: Linkage, names: Mapping[str, Any]) -> None:
    assert isinstance(linkage.register.divorce(DivorceOf(names["wife"].pid)), Divorce)


_OFFICE = {"office": [{"id": "00000", "name": "การประปานครหลวง"}]}

ASKED = [
    Asked("an officer with a digital ID", "login_digital_id", _call(CentreCalls.login_digital_id),
          answered(200, _OFFICE), ()),
    Asked("an officer with a card", "login_card", _call(CentreCalls.login_card, "sign this"),
          answered(200, _OFFICE | {"random": "sign this"}), ()),
    Asked("the digital ID's proof", "confirm_digital_id", _call(CentreCalls.confirm_digital_id, "given"),
          answered(201, {"token": "given"}), (state("the officer is logged in"),)),
    Asked("a card's proof of what was never given", "confirm_card", _call(lambda calls: calls.confirm_card("never")),
          answered(401, {"errorMessage": "Unauthorized"}), ()),
    Asked("a session that goes on", "renew", _call(lambda calls: calls.renew(TOKEN), "given"),
          answered(200, {"token": "given"}), ()),
    Asked("the jobs of the officer", "jobs", _call(lambda calls: calls.has_job(TOKEN), ...),
          answered(200, {"job": [JOB]}), ()),
    Asked("the end of a session", "logout", _call(lambda calls: calls.logout(TOKEN)), answered(204, None), ()),
    Asked("a living person", "person", _alive,
          _found((1, 200, records._person(0)), exactly="serviceID responseStatus statusOfPersonCode"), (SOMCHAI,)),
    Asked("a number that nobody has", "person", _nobody, _found((1, 404, None)), ()),
    Asked("a person out of hours", "person", _unavailable("90005"), _refused(403, "job is outside its hours", 90005),
          (passed("to 20:00"), SOMCHAI)),
    Asked("a person when the day's look-ups are used up", "person", _unavailable("90008"),
          _refused(429, "user has no look-ups left today", 90008), (SOMCHAI, state("the day's quota is used up"))),
    Asked("a person's house", "house", _house, _found((38, 200, records._HOUSE), exactly="serviceID houseID"),
          (SOMCHAI,)),
    Asked("an identity card", "card", _card, _found((32, 200, records._card("25730101", ""))), (SOMCHAI,)),
    Asked("a name that was borne before", "name_changes", _former_name, _found((9, 200, records._NAME_CHANGED)),
          (SOMCHAI, state("the person has changed the first name", of="$somchai"))),
    Asked("a marriage that stands, with its divorce", "marriage", _marriage_that_stands,
          _found((33, 200, records._MARRIAGE), (34, 404, None)),
          (WIFE, state("the person is not divorced", of="$wife"))),
    Asked("a divorce", "divorce", _divorced, _found((34, 200, records._DIVORCE)),
          (WIFE, state("the person is divorced", of="$wife"))),
]  # fmt: skip
