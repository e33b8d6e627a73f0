"""The population as a list, and one of it in every register side by side, by the control."""

from __future__ import annotations

from typing import Any

import pytest

from partnerlab.lab.lab import Lab
from tests.control.control_support import Remote


def side_by_side(remote: Remote, of: str, shown: bool = True) -> dict[str, Any]:
    query = "?personal=shown" if shown else ""
    found: dict[str, Any] = remote.get(f"/__lab/world/{of}/registers{query}")
    return found


def asked(found: dict[str, Any]) -> set[str]:
    return {f"{each['partner']}.{each['operation']}" for each in found["registers"]}


def field(found: dict[str, Any], register: str, name: str) -> dict[str, Any]:
    partner, operation = register.split(".")
    fields = next(r["fields"] for r in found["registers"] if (r["partner"], r["operation"]) == (partner, operation))
    return next(each for each in fields if each["field"] == name)


@pytest.mark.parametrize(
    ("of", "registers"),
    [
        ("person/41", {"dopa_linkage.person", "dol_land.land", "wvo_veterans.veteran", "gis.find_address"}),
        ("house/41", {"gis.find_address", "dopa_linkage.house"}),
        ("company/7", {"dbd_juristic.profile", "rd_vat.vat", "gis.find_address"}),
        ("account/41", {"gis.find_address", "dopa_linkage.person"}),
        ("parcel/41", {"gis.find_address", "dol_land.land"}),
    ],
)  # fmt: skip
def test_every_register_that_knows_it_is_asked(remote: Remote, of: str, registers: set[str]) -> None:
    assert registers <= asked(side_by_side(remote, of))


def test_registers_agree_while_nothing_was_set(remote: Remote, lab: Lab) -> None:
    found = side_by_side(remote, "person/41")
    person = lab.world.person(41)
    first = field(found, "dopa_linkage.person", "firstName")
    assert (first["value"], first["usual"], first["fact"]) == (person.first_name, person.first_name, "first_name")
    born = field(found, "dopa_linkage.person", "dateOfBirth")
    assert (born["fact"], born["personal"]) == ("born", "birth")
    assert not [each for register in found["registers"] for each in register["fields"] if each["differs"]]
    assert not [each for each in found["population"] if each["differs"]]


def test_a_fact_that_holds_everywhere_changes_all_registers_alike(remote: Remote) -> None:
    remote.put("/__lab/world/person/41", {"first_name": "สมชาย"})
    found = side_by_side(remote, "person/41")
    first = field(found, "dopa_linkage.person", "firstName")
    assert (first["value"], first["differs"]) == ("สมชาย", False)
    assert [each["field"] for each in found["population"] if each["differs"]] == ["first_name"]


def test_a_register_that_says_something_else_is_marked(remote: Remote) -> None:
    remote.post("/__lab/states", {"partner": "dol_land", "state": "the citizen's card is in the reader"})
    found = side_by_side(remote, "person/41")
    told = [(r["partner"], each["field"]) for r in found["registers"] for each in r["fields"] if each["differs"]]
    assert {partner for partner, _ in told} == {"dol_land"}
    code = field(found, "dol_land.land", "Code")
    assert (code["value"], code["usual"], code["differs"]) == (None, "90016", True)


def test_personal_data_is_covered_unless_it_is_to_be_shown(remote: Remote, lab: Lab) -> None:
    person = lab.world.person(41)
    covered, shown = str(side_by_side(remote, "person/41", shown=False)), str(side_by_side(remote, "person/41"))
    for fact in (person.pid, person.first_name, person.last_name, person.house.code, person.mobile):
        assert fact in shown
        assert fact not in covered


def test_asking_leaves_nothing_behind(remote: Remote, lab: Lab) -> None:
    before = (lab.journal.last, {name: repr(memory.memory) for name, memory in lab.partner_worlds.items()})
    side_by_side(remote, "person/41")
    after = {name: repr(memory.memory) for name, memory in lab.partner_worlds.items() if name in before[1]}
    assert (lab.journal.last, after) == before


def test_the_population_is_leafed_through(remote: Remote, lab: Lab) -> None:
    page = remote.get("/__lab/world/company?from=5&limit=3&personal=shown")
    assert [each["number"] for each in page["entities"]] == [5, 6, 7]
    assert page["count"] == lab.world.count("company")
    assert page["entities"][2]["name"] == lab.world.company(7).name_th
    last = page["count"] - 1
    assert [each["number"] for each in remote.get(f"/__lab/world/company?from={last}")["entities"]] == [last]
    assert remote.get(f"/__lab/world/company?from={last + 1}")["entities"] == []
    assert len(remote.get("/__lab/world/parcel")["entities"]) == 50
    assert remote.refused("GET", "/__lab/world/parcel?limit=201")[0] == 400


@pytest.mark.parametrize("kind", ["person", "house", "company", "account", "parcel"])
def test_somebody_is_found_by_an_identifier(remote: Remote, lab: Lab, kind: str) -> None:
    names = {"person": "pid", "house": "code", "company": "juristic_id", "account": "registration", "parcel": "deed"}
    identifier = getattr(getattr(lab.world, kind)(41), names[kind])
    (found,) = remote.get(f"/__lab/world/person?identifier={identifier}&personal=shown")["entities"]
    assert (found["kind"], found["number"], found["identifier"]) == (kind, 41, identifier)
    (covered,) = remote.get(f"/__lab/world/person?identifier={identifier}")["entities"]
    assert identifier not in str(covered) and covered["number"] == 41


def test_a_bill_names_its_account_and_nobody_is_nobody(remote: Remote, lab: Lab) -> None:
    bill = lab.world.account(1001).bill("2026-10")
    (found,) = remote.get(f"/__lab/world/person?identifier={bill.invoice}")["entities"]
    assert (found["kind"], found["number"]) == ("account", 1001)
    assert remote.get("/__lab/world/person?identifier=1234567890121")["entities"] == []
    assert remote.refused("GET", "/__lab/world/person/99999999999/registers")[0] == 404
