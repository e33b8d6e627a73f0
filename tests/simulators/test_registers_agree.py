"""The same person, house, company and parcel in every register: asked one by one, none contradicts another."""

from __future__ import annotations

from typing import Any

import pytest

from partnerlab.contract.http.message import Request
from partnerlab.lab.lab import Lab

MEMBERS = 2000


@pytest.fixture
def open_registers(lab: Lab) -> Lab:
    lab.set_state("dol_land", "the citizen's card is in the reader")
    return lab


def ask(lab: Lab, register: str, operation: str, number: str) -> Any:
    name = "JuristicID" if register == "dbd_juristic" else "CitizenID"
    message = Request("GET", "/", {name: number}, {}, b"", None)
    return lab.kit.partner(register).functions[operation](lab.partner_worlds[register], message)


def test_a_persons_land_lies_where_the_house_register_has_the_house(open_registers: Lab) -> None:
    lab, owners = open_registers, 0
    for number in range(0, 10 * MEMBERS, 10):
        person = lab.world.person(number)
        house = ask(lab, "dopa_linkage", "house", person.pid)
        records = ask(lab, "dol_land", "land", person.pid)
        assert len(records) == int(ask(lab, "dopa_linkage", "person", person.pid)["ownerStatusDesc"] == "เจ้าบ้าน")
        for record in records:
            owners += 1
            assert record["ownerPid"] == person.pid
            place = (record["parcelTambolName"], record["parcelAmphurName"], record["parcelProvinceName"])
            assert place == (house["subdistrictDesc"], house["districtDesc"], house["provinceDesc"])
            parcel: Any = lab.world.find(record["propertyNo"])
            assert parcel.house.code == f"{house['houseID']:011d}", "the title's number leads to the same house"
    assert owners > MEMBERS / 10


def test_a_company_stands_at_the_same_place_at_dbd_at_the_revenue_department_and_on_its_land(lab: Lab) -> None:
    registered = 0
    for number in range(MEMBERS):
        juristic_id = lab.world.company(number).juristic_id
        (profile,) = ask(lab, "dbd_juristic", "profile", juristic_id)["ResultList"]
        (address,) = profile["AddressInformations"]
        (title,) = ask(lab, "dol_land", "land", juristic_id)
        assert (title["parcelTambolName"], title["parcelAmphurName"]) == (address["Tumbol"], address["Ampur"])
        vat = ask(lab, "rd_vat", "vat", juristic_id)
        if vat["vNID"] is None:
            continue
        registered += 1
        assert (vat["vHouseNumber"][0], vat["vThambol"][0]) == (address["AddressNo"], address["Tumbol"])
        assert f"{vat['vtitleName'][0]} {vat['vName'][0]}" == profile["JuristicName_TH"]
        founded = profile["RegisterDate"]
        assert vat["vBusinessFirstDate"][0].replace("/", "") >= f"{int(founded[:4]) - 543}{founded[4:]}"
    assert registered > MEMBERS / 2


def test_who_has_a_right_as_spouse_is_married_at_the_civil_registration(lab: Lab) -> None:
    spouses = 0
    for number in range(10 * MEMBERS):
        pid = lab.world.person(number).pid
        right = ask(lab, "wvo_veterans", "veteran", pid)
        if isinstance(right, str) or right["relation"] not in ("spouse", "widow"):
            continue
        spouses += 1
        marriage = ask(lab, "dopa_linkage", "marriage", pid)
        assert pid in (f"{marriage['malePID']:013d}", f"{marriage['femalePID']:013d}")
        husband = ask(lab, "dopa_linkage", "person", f"{marriage['malePID']:013d}")
        assert husband["statusOfPersonCode"] == int(right["relation"] == "widow")
        assert isinstance(ask(lab, "dopa_linkage", "divorce", pid), tuple), "99504: no divorce on record"
    assert spouses > 20
