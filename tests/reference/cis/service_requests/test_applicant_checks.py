"""Checks of an applicant's identity card: it must be in the register, not cancelled, and not expired."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from cis_support import PID, Cis, new_connection_form

from reference.cis.partners.dopa_linkage.register import last_day_of


def decided(cis: Cis, **changes: Any) -> dict[str, Any]:
    headers = {"Consumer-Key": "from-portal"}
    answer = cis.web.post("/mwa/biz/v1/sendrequest", json=new_connection_form(**changes), headers=headers).json
    assert answer["responseStatus"] == "OK", answer
    return cis.show("request", str(answer["requestId"]))


@pytest.mark.parametrize(
    ("card", "word"),
    [
        ({"expireDate": "25691122", "cancelCause": ""}, "หมดอายุ"),
        ({"expireDate": "25681200", "cancelCause": ""}, "หมดอายุ"),
        ({"expireDate": "25760101", "cancelCause": "บัตรหาย"}, "บัตรหาย"),
    ],
)
def test_a_card_that_is_no_good_is_told(cis: Cis, card: dict[str, str], word: str) -> None:
    cis.partners.always["link-032"] = (200, card)
    assert decided(cis)["status"] == "REJECTED"
    assert word in cis.partners.calls[-1].body["StatusOther"]
    assert "link-027" not in cis.partners.asked()


@pytest.mark.parametrize("expires", ["25691123", "25691100", "25690000", "99999999"])
def test_a_card_is_good_to_its_last_day_even_if_only_its_year_is_known(cis: Cis, expires: str) -> None:
    cis.partners.always["link-032"] = (200, {"expireDate": expires, "cancelCause": None})
    assert decided(cis)["status"] == "SURVEY"


def test_who_has_no_card_is_rejected(cis: Cis) -> None:
    cis.partners.always["link-032"] = (500, {"Code": "99992", "Message": "[99992] ไม่พบข้อมูลบัตร"})
    assert decided(cis)["status"] == "REJECTED"


@pytest.mark.parametrize(
    "reply", [(200, {"cancelCause": ""}), (500, {"Code": "95012", "Message": "[95012] ไม่พบบริการ"})]
)
def test_an_answer_to_no_question_decides_nothing(cis: Cis, reply: Any) -> None:
    cis.partners.always["link-032"] = reply
    assert decided(cis)["status"] == "VERIFYING"


def test_of_a_companys_contact_no_card_is_asked(cis: Cis) -> None:
    company = {"individualType": "2", "taxId": "0985550000000", "businessName": "บริษัท สมมุติ จำกัด"}
    assert decided(cis, **company)["status"] == "SURVEY"
    assert "link-001" in cis.partners.asked() and "link-032" not in cis.partners.asked()


def test_each_look_up_is_on_record_and_says_nothing_of_what_was_found(cis: Cis) -> None:
    cis.partners.always["link-027"] = (500, {"Code": "90002", "Message": "[90002] ขัดข้อง"})
    told = decided(cis)
    assert told["status"] == "VERIFYING"
    assert [(each["register"], each["outcome"]) for each in told["looked_up"]] == [
        ("person", "found"),
        ("card", "found"),
        ("house", "90002"),
    ]
    assert {each["last_digits"] for each in told["looked_up"]} == {f"…{PID[-3:]}"}
    assert PID not in str(told["looked_up"])


MARRIAGE = {"marryID": "1", "malePID": int(PID), "femalePID": 3980000000001}
SPOUSES = [(200, {"houseID": 98000000002}), (200, {"houseID": 98000000001})]
"""Houses in the order of asking: the applicant's own, and the spouse's, which is the one applied for."""


def test_a_former_name_will_do(cis: Cis) -> None:
    cis.partners.always["link-009"] = (200, {"total": 1, "allName": [{"firstName": "สมใจ", "lastName": "ตัวอย่าง"}]})
    assert decided(cis, firstName="สมใจ")["status"] == "SURVEY"
    assert decided(cis, firstName="สมหมาย", requestIdBIZ="6fa459ea-ee8a-4ca4-894e-db77e160355e")["status"] == "REJECTED"
    assert "ไม่ตรงกับทะเบียนราษฎร" in cis.partners.calls[-1].body["StatusOther"]


def test_of_who_is_rejected_no_name_is_kept_that_was_not_given(cis: Cis) -> None:
    told = decided(cis, firstName="สมหมาย")
    assert (told["status"], told["name"]) == ("REJECTED", None)


def test_the_history_is_asked_only_where_the_name_differs(cis: Cis) -> None:
    assert decided(cis)["status"] == "SURVEY"
    assert "link-009" not in cis.partners.asked()


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ({"firstName": "สมมุติ", "lastName": " ตัวอย่าง "}, "SURVEY"),
        ({"firstName": "สมมุติ"}, "REJECTED"),
        ({"lastName": "ตัวอย่าง"}, "VERIFYING"),
    ],
    ids=["blanks are no difference", "without a last name", "without a name nothing is decided"],
)
def test_the_registers_name_is_compared(cis: Cis, person: Any, status: str) -> None:
    cis.partners.always["link-001"] = (200, person | {"statusOfPersonCode": 0})
    assert decided(cis)["status"] == status


def test_a_history_that_cannot_be_read_decides_nothing(cis: Cis) -> None:
    cis.partners.always["link-009"] = (200, {"total": 1, "allName": "สมใจ"})
    assert decided(cis, firstName="สมใจ")["status"] == "VERIFYING"


@pytest.mark.parametrize(
    ("divorce", "status"),
    [
        (None, "SURVEY"),
        ((200, MARRIAGE | {"divorceID": "9"}), "REJECTED"),
        ((200, MARRIAGE | {"marryID": "0", "divorceID": "9"}), "SURVEY"),
    ],
    ids=["the marriage stands", "it has ended", "an earlier one has ended"],
)
def test_the_house_of_the_spouse_will_do_as_long_as_they_are_married(cis: Cis, divorce: Any, status: str) -> None:
    cis.partners.script["link-027"] = list(SPOUSES)
    cis.partners.always["link-033"] = (200, MARRIAGE)
    if divorce:
        cis.partners.always["link-034"] = divorce
    assert decided(cis)["status"] == status


def test_who_is_married_to_a_foreigner_has_no_other_house(cis: Cis) -> None:
    cis.partners.script["link-027"] = list(SPOUSES)
    cis.partners.always["link-033"] = (200, MARRIAGE | {"femalePID": 0})
    assert decided(cis)["status"] == "REJECTED"


@pytest.mark.parametrize(("register", "code"), [("link-027", "99992"), ("link-032", "99702"), ("link-001", "99404")])
def test_another_registers_word_for_none_is_no_answer(cis: Cis, register: str, code: str) -> None:
    cis.partners.always[register] = (500, {"Code": code, "Message": f"[{code}] ไม่พบข้อมูล"})
    assert decided(cis)["status"] == "VERIFYING"


@pytest.mark.parametrize(
    ("text", "last_day"),
    [
        ("25691130", date(2026, 11, 30)),
        ("25691131", None),
        ("25690229", None),
        ("25710229", date(2028, 2, 29)),
        ("20281231", None),
        ("25710031", None),
        ("25710200", date(2028, 2, 29)),
        ("25710000", date(2028, 12, 31)),
        ("99999999", date.max),
        ("25691301", None),
        ("05430101", None),
        ("2569", None),
    ],
)
def test_the_registers_days_are_of_the_buddhist_era_and_may_be_known_in_part(text: str, last_day: date | None) -> None:
    assert last_day_of(text) == last_day


NEIGHBOUR = 1980000000999


@pytest.mark.parametrize(
    ("register", "reply", "changed"),
    [
        ("link-032", {"personalID": NEIGHBOUR, "expireDate": "25760101", "cancelCause": ""}, {}),
        ("link-009", {"total": 1, "allName": [{"pid": NEIGHBOUR, "firstName": "สมใจ", "lastName": "ตัวอย่าง"}]},
         {"firstName": "สมใจ"}),
        ("link-033", {"marryID": "1", "malePID": NEIGHBOUR, "femalePID": 3980000000001}, {}),
        ("information", {"ResultList": [{"JuristicID": "0985550000099", "JuristicStatus": "ยังดำเนินกิจการอยู่"}]},
         {"individualType": "2", "taxId": "0985550000000", "businessName": "บริษัท สมมุติ จำกัด"}),
    ],
    ids=["a card", "former names", "a marriage", "a company"],
)  # fmt: skip
def test_an_answer_about_another_person_or_company_decides_nothing(
    cis: Cis, register: str, reply: Any, changed: dict[str, str]
) -> None:
    if register == "link-033":
        cis.partners.script["link-027"] = list(SPOUSES)
    cis.partners.always[register] = (200, reply)
    assert decided(cis, **changed)["status"] == "VERIFYING"
    assert register in cis.partners.asked()
