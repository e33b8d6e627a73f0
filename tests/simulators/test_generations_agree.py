"""Both generations of Linkage Center tell the same of everybody, and nothing that another register contradicts.

A look-up costs what it costs, however many people there are.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerlab.contract.http.message import Request
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import nobody
from partnerlab.world.population import World
from tests.simulators.test_registers_agree import ask

MEMBERS = 1000
"""Examples of each property: three properties, so thousands of members, scattered over ten million."""
SERVICES = {"person": 1, "name_changes": 9, "card": 32, "marriage": 33, "divorce": 34, "house": 38}
anybody = st.integers(0, 9_999_999)
many = settings(
    max_examples=MEMBERS, derandomize=True, database=None, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip


class Direct:
    """Linkage Center as it answers by LINKAGE2, under one session and one job."""

    def __init__(self, lab: Lab) -> None:
        self.lab, self._world = lab, lab.partner_worlds["dopa_linkage"]
        self._functions = lab.kit.partner("dopa_linkage").functions
        held = {"personalID": "agent_pid", "officeID": "user_office", "accessToken": "digital_id_token"}
        body = {name: self._world.credential(of) for name, of in held.items()}
        answer, status = self._functions["confirm_digital_id"](self._world, _message(body | {"loginType": 2}))
        assert status == 201
        self._headers = {"authorization": f"Bearer {answer['token']}"}

    def __call__(self, service: str, pid: str) -> Any:
        """The one item of a request, or None where nothing is on record."""
        self._world.table("look_ups").clear()
        item = {"serviceID": SERVICES[service], "query": {"personalID": pid}}
        body = {"jobID": self._world.credential("job_id"), "data": [item]}
        found = self._functions[service](self._world, _message(body, self._headers))["data"][0]
        assert found["responseStatus"] in (200, 404)
        return found["responseData"]


def _message(body: Any, headers: dict[str, str] | None = None) -> Request:
    message = Request("POST", "/", {}, headers or {}, json.dumps(body).encode(), None)
    message.body = body
    return message


@pytest.fixture
def direct(lab: Lab) -> Iterator[Direct]:
    other = Lab(Registry().in_forms({"dopa_linkage": "direct"}))
    other.system = nobody()
    other.clock.move(lab.clock.now)
    yield Direct(other)
    other.close()


def classic(lab: Lab, service: str, pid: str) -> Any:
    """What the classic form has on record; None for one of its codes that say nothing is."""
    found = ask(lab, "dopa_linkage", service, pid)
    return None if isinstance(found, tuple | str) else found


def differing(one: Any, other: Any) -> dict[str, tuple[Any, Any]]:
    """The fields that both have, and have otherwise; a number may be text in one of them."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return {} if (one is None) == (other is None) else {"": (one, other)}
    return {name: (one[name], other[name]) for name in one.keys() & other.keys() if str(one[name]) != str(other[name])}


@many
@given(number=anybody)
def test_both_generations_have_the_same_on_record(lab: Lab, direct: Direct, number: int) -> None:
    pid = lab.world.person(number).pid
    for service in SERVICES:
        old, new = classic(lab, service, pid), direct(service, pid)
        assert not differing(old, new), service
        assert not isinstance(old, dict) or old.keys() & new.keys(), f"{service}: they have no field in common"


@many
@given(number=anybody)
def test_no_service_contradicts_another_about_a_person(lab: Lab, direct: Direct, number: int) -> None:
    pid = lab.world.person(number).pid
    person, house, card = (direct(service, pid) for service in ("person", "house", "card"))
    assert card is None or card["nameTH"]["fullName"] == person["fullnameAndRank"]
    assert card is None or card["personalID"] == int(pid)
    if changes := direct("name_changes", pid):
        assert changes["allName"][-1]["newName"] in (person["firstName"], person["lastName"])
    if marriage := direct("marriage", pid):
        side, other = ("male", "female") if marriage["malePID"] == int(pid) else ("female", "male")
        assert marriage[f"{side}PID"] == int(pid) and marriage[f"{side}FirstName"] == person["firstName"]
        partner = direct("person", f"{marriage[f'{other}PID']:013d}")
        assert marriage[f"{other}FullnameAndRank"] == partner["fullnameAndRank"]
        assert direct("marriage", f"{marriage[f'{other}PID']:013d}") == marriage, "the same record from either side"
    known: Any = lab.world.find(f"{house['houseID']:011d}")
    assert pid in {member.pid for member in known.members} and known.account.house.code == known.code
    if direct("divorce", pid):
        assert marriage, "a divorce ends a marriage on record"


@many
@given(number=anybody)
def test_who_leads_a_company_or_is_a_veteran_is_the_person_of_the_civil_registration(
    lab: Lab, direct: Direct, number: int
) -> None:
    company = lab.world.company(number % lab.world.count("company"))
    (profile,) = ask(lab, "dbd_juristic", "profile", company.juristic_id)["ResultList"]
    for director, person in zip(profile["CommitteeInformations"], company.directors, strict=True):
        told = direct("person", person.pid)
        assert (told["firstName"], told["lastName"]) == (director["FirstName"], director["LastName"])
    pid = lab.world.person(number).pid
    veteran = ask(lab, "wvo_veterans", "veteran", pid)
    alive = direct("person", pid)["statusOfPersonCode"] == 0
    assert isinstance(veteran, str) or (veteran["personalID"] == pid and alive), "of the dead nobody has a right"
    assert alive or ask(lab, "mof_welfare", "welfare_card", pid) == {"result": "NO"}


LOOK_UPS: dict[str, Callable[[Lab, World], Any]] = {
    **{name: lambda lab, world, name=name: ask(lab, "dopa_linkage", name, world.person(90).pid) for name in SERVICES},  # type: ignore[misc]
    "veteran": lambda lab, world: ask(lab, "wvo_veterans", "veteran", world.person(90).pid),
    "welfare_card": lambda lab, world: ask(lab, "mof_welfare", "welfare_card", world.person(90).pid),
    "land": lambda lab, world: ask(lab, "dol_land", "land", world.company(3).juristic_id),
    "vat": lambda lab, world: ask(lab, "rd_vat", "vat", world.company(3).juristic_id),
    "profile": lambda lab, world: ask(lab, "dbd_juristic", "profile", world.company(3).juristic_id),
}


@pytest.mark.parametrize("register", LOOK_UPS)
def test_a_look_up_costs_no_more_among_ten_million_than_among_a_thousand(
    lab: Lab, register: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted by the functions called, which are the same on every machine, however busy it is."""
    calls = {size: effort(lab, register, size, monkeypatch) for size in (1_000, 10_000_000)}
    assert calls[10_000_000] <= 1.3 * calls[1_000], calls


def effort(lab: Lab, register: str, size: int, monkeypatch: pytest.MonkeyPatch) -> int:
    counted = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    monkeypatch.setattr(lab, "world", World(lab.seed, size))
    LOOK_UPS[register](lab, World(lab.seed, size))  # what is read once in a process is read before
    monkeypatch.setattr(lab, "world", World(lab.seed, size))  # and nobody is remembered
    told = World(lab.seed, size)
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        LOOK_UPS[register](lab, told)
    finally:
        sys.setprofile(before)
    return counted
