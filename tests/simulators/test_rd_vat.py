"""The VAT register: parallel arrays with one element a branch, `-` for what is empty, Gregorian days."""

from __future__ import annotations

import re
from typing import Any

from partnerlab.contract.http.message import Request
from partnerlab.lab.lab import Lab

REGISTER = "rd_vat"


def asked(lab: Lab, number: str) -> Any:
    message = Request("GET", "/", {"CitizenID": number}, {}, b"", None)
    return lab.kit.partner(REGISTER).functions["vat"](lab.partner_worlds[REGISTER], message)


def test_every_array_has_one_element_a_branch(lab: Lab) -> None:
    several = 0
    for number in range(60):
        company, record = lab.world.company(number), asked(lab, lab.world.company(number).juristic_id)
        arrays = [value for name, value in record.items() if name != "vmsgerr"]
        assert len(arrays) == 21
        if not company.vat_registered:
            assert arrays == [None] * 21
            assert record["vmsgerr"]
            continue
        assert {len(array) for array in arrays} == {len(record["vNID"])}
        assert set(record["vNID"]) == {company.juristic_id}
        assert record["vBranchNumber"] == list(range(len(record["vNID"])))
        assert all(re.fullmatch("[0-9]{4}/[0-9]{2}/[0-9]{2}", day) for day in record["vBusinessFirstDate"])
        assert set(record["vtin"]) == {"-"}
        several += len(record["vNID"]) > 1
    assert several, "some companies have a branch"


def test_a_dissolved_company_is_not_registered_whatever_a_state_says(lab: Lab) -> None:
    number = next(number for number in range(60) if lab.world.company(number).vat_registered)
    lab.set_state(REGISTER, "a branch is registered too")
    juristic_id = lab.world.company(number).juristic_id
    assert asked(lab, juristic_id)["vBranchNumber"] == [0, 1]
    lab.world.override("company", number, status="ร้าง")
    assert asked(lab, juristic_id)["vNID"] is None


def test_a_stranger_is_not_registered(lab: Lab) -> None:
    assert asked(lab, "0000000000000")["vNID"] is None
