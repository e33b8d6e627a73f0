"""Dates in JSON: the form, the calendar, and no year of the other era, at the judge as in record files."""

from __future__ import annotations

from typing import Any

import pytest

from partnerlab.contract.document_store import ContractError
from partnerlab.contract.http.judge import MessageJudge
from partnerlab.contract.http.message import IN_JSON, Answer, json_bytes, request
from partnerlab.contract.json_dates import DateError, DateKeyword, agreed_date, mark_mistakes
from partnerlab.contract.schema_walker import keyword_mistakes
from partnerlab.lab.partners.registry import Registry

BUDDHIST = {"format": "YYYYMMDD", "era": "be"}
MOMENT = {"format": "YYYY-MM-DDThh:mm:ss+07:00", "era": "ce"}
INVOICE = {"format": "YYMM########", "era": "be", "range": [2000, 2100]}


@pytest.mark.parametrize(
    ("mark", "value", "rule"),
    [
        (BUDDHIST, "25460128", None),
        (BUDDHIST, "20030128", "era"),
        (BUDDHIST, "28012546", "range"),
        (BUDDHIST, "25461328", "calendar"),
        (BUDDHIST, "25460231", "calendar"),
        (BUDDHIST, "29990101", "range"),
        (BUDDHIST, "25670229", None),
        (BUDDHIST, "25680229", "calendar"),
        (BUDDHIST, "25460000", "calendar"),
        (BUDDHIST, "2546-01-28", "date"),
        (BUDDHIST, "๒๕๔๖๐๑๒๘", "date"),
        (BUDDHIST | {"partial": True}, 25460000, None),
        (BUDDHIST | {"partial": True}, 25460100, None),
        (BUDDHIST | {"partial": True}, 25460001, "calendar"),
        (BUDDHIST, 0, "date"),
        (BUDDHIST | {"none": ["0"]}, 0, None),
        (BUDDHIST | {"range": [1900, 2100]}, "24420101", "range"),
        (MOMENT, "2026-01-05T09:00:00+07:00", None),
        (MOMENT, "2569-01-05T09:00:00+07:00", "era"),
        (MOMENT, "2026-01-05T24:00:00+07:00", "calendar"),
        ({"format": "YYYY-MM", "era": "ce"}, "2026-12", None),
        ({"format": "YYYY-MM", "era": "ce"}, "2026-00", "calendar"),
        ({"format": "DD/MM/YYYY", "era": "be"}, "29/02/2569", "calendar"),
        ({"format": "DD/MM/YYYY", "era": "be"}, "29/02/2571", None),
        (INVOICE, "691012345678", None),
        (INVOICE, "261012345678", "range"),
        (INVOICE, "691312345678", "calendar"),
    ],
)
def test_what_is_no_date_of_the_agreed_form_and_era_breaks_a_rule(mark: Any, value: Any, rule: str | None) -> None:
    date = agreed_date(mark)
    for _ in range(2):  # what was good is remembered, what was not is not
        try:
            date.check(value)
            found = None
        except DateError as bad:
            found = bad.rule
        assert found == rule


def test_a_whole_number_written_with_a_point_is_a_date_too() -> None:
    keyword = DateKeyword({}, BUDDHIST, [])
    keyword.validate(25460128.0)
    with pytest.raises(DateError):
        keyword.validate(20030128.0)


def test_a_date_is_read_in_gregorian_years() -> None:
    read = agreed_date(BUDDHIST).read("25690105")
    assert read is not None
    assert (read.year, read.month, read.day) == (2026, 1, 5)


def test_a_mark_that_cannot_be_read_says_what_was_expected() -> None:
    assert next(mark_mistakes({"format": "YYYYMMDD"})).startswith("x-date: expected {format: such as YYYYMMDD, era")
    assert "seen 'thai'" in next(mark_mistakes({"format": "YYYYMMDD", "era": "thai"}))
    assert "each part once" in next(mark_mistakes({"format": "MMDD", "era": "ce"}))
    assert "Gregorian years" in next(mark_mistakes(BUDDHIST | {"range": [2400, 2600]}))
    assert [*keyword_mistakes({"x-date": {"format": "DD/MM", "era": "be"}})] == [
        "x-date: format: expected a year and each part once, such as YYYY-MM-DD, seen 'DD/MM'"
    ]
    with pytest.raises(ValueError, match="expected ce or be"):
        agreed_date({"format": "YYYYMMDD", "era": "thai"})


def judge(partner: str, operation: str) -> MessageJudge:
    kit = Registry()
    document = kit.partner(partner).provider or kit.partner(partner).consumer
    assert document is not None
    return MessageJudge(document.operations[operation], kit.partner(partner).agreement)


def profile(registered: str) -> Any:
    company = {
        "JuristicType": "5", "JuristicID": "0985546194989", "RegisterDate": registered,
        "JuristicName_TH": "บริษัท ตัวอย่าง จำกัด", "JuristicStatus": "ยังดำเนินกิจการอยู่", "AddressInformations": [],
    }  # fmt: skip
    return {"ResultList": [company], "RawData": ""}


def test_the_judge_tells_a_year_of_the_other_era_in_an_answer() -> None:
    held, asked = judge("dbd_juristic", "profile"), profile("20030128")
    answer = Answer(200, IN_JSON, json_bytes(asked), asked)
    assert [str(finding) for finding in held.answer(answer)] == [
        "answer body/ResultList/0/RegisterDate: era: expected a date YYYYMMDD with a Buddhist year, "
        "seen '20030128', which is of the Gregorian era"
    ]
    good = profile("25460128")
    assert held.answer(Answer(200, IN_JSON, json_bytes(good), good)) == []


def test_the_judge_tells_a_year_of_the_other_era_in_a_path() -> None:
    held = judge("rid_dams", "dams_of_day")
    message = request("GET", "/reservoir/api/dam/public/2569-01-05")
    message.params = {"date": "2569-01-05"}
    assert [(finding.side, finding.where, finding.rule) for finding in held.request(message)] == [
        ("request", "path/date", "era")
    ]


def test_a_document_with_a_mark_that_cannot_be_read_is_refused_by_name(tmp_path: Any) -> None:
    from partnerlab.contract.document_store import DocumentStore

    text = "openapi: 3.1.0\ninfo: {title: a, version: '1'}\nx-s: {type: string, x-date: {format: YYYY, era: thai}}\n"
    (tmp_path / "a.openapi.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContractError, match=r"a[.]openapi[.]yaml:3:1: .*era: expected ce or be, seen 'thai'"):
        DocumentStore(tmp_path).validator("a.openapi.yaml", "/x-s")
