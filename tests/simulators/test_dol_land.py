"""The register of titles: the same parcel as on the map, twenty texts, a person's only with the person's card."""

from __future__ import annotations

from typing import Any

from partnerlab.contract.http.message import Request
from partnerlab.lab.lab import Lab

REGISTER = "dol_land"


def asked(lab: Lab, number: str) -> Any:
    message = Request("GET", "/", {"CitizenID": number}, {}, b"", None)
    return lab.kit.partner(REGISTER).functions["land"](lab.partner_worlds[REGISTER], message)


def test_a_record_has_twenty_texts_of_a_plot_or_of_a_unit(lab: Lab) -> None:
    lab.set_state(REGISTER, "the citizen's card is in the reader")
    heads = [person for person in (lab.world.person(number) for number in range(400)) if person.is_head]
    records = [record for person in heads for record in asked(lab, person.pid)]
    assert len(records) == len(heads)
    assert all(len(record) == 20 and all(isinstance(text, str) for text in record.values()) for record in records)
    units = [record for record in records if record["condoId"]]
    assert 0.08 < len(units) / len(records) < 0.28
    assert all(bool(record["condoId"]) != bool(record["parcelWaNum"]) for record in records)
    assert any("." in record["parcelWaNum"] for record in records), "some areas have a fraction of a wa"


def test_the_title_is_that_of_the_parcel_under_the_house(lab: Lab) -> None:
    lab.set_state(REGISTER, "the citizen's card is in the reader")
    head = lab.world.person(184)
    (record,) = asked(lab, head.pid)
    assert record["propertyNo"] == head.house.parcel.deed
    assert (record["ownerPid"], record["parcelAmphurName"]) == (head.pid, head.house.district)


def test_a_company_is_asked_about_without_a_citizens_card(lab: Lab) -> None:
    company = lab.world.company(7)
    (record,) = asked(lab, company.juristic_id)
    assert (record["ownerPid"], record["propertyNo"]) == (company.juristic_id, company.house.parcel.deed)
    assert record["condoId"] == ""


def test_without_the_citizens_card_nothing_is_told_not_even_that_there_is_no_such_person(lab: Lab) -> None:
    for number in (lab.world.person(184).pid, "0000000000000"):
        body, status = asked(lab, number)
        assert (body["Code"], status) == ("90016", 500)


def test_strangers_own_nothing(lab: Lab) -> None:
    lab.set_state(REGISTER, "the citizen's card is in the reader")
    assert asked(lab, "0000000000000") == []
