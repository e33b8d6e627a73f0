"""The company register behind the gateway: Buddhist dates, amounts as text, 204 if not registered (G 6.1)."""

from __future__ import annotations

from partnerlab.lab.lab import Lab


def test_a_company_as_the_register_writes_one(inside, lab: Lab) -> None:
    company = lab.world.company(7)
    told = inside.profile(company.juristic_id).json["ResultList"][0]
    assert told["JuristicID"] == company.juristic_id and told["JuristicType"] == company.type
    assert told["RegisterDate"] == f"{company.registered.year + 543}{company.registered:%m%d}"
    assert told["RegisterCapital"] == str(company.capital // 100)
    assert [d["FirstName"] for d in told["CommitteeInformations"]] == [d.first_name for d in company.directors]


def test_nobody_is_204_without_a_body(inside) -> None:
    answer = inside.profile("0105551234567")
    assert (answer.status_code, answer.data) == (204, b"")


def test_a_persons_number_is_no_company(inside, lab: Lab) -> None:
    assert inside.profile(lab.world.person(1).pid).status_code in (204, 400)


def test_a_dissolved_company_says_so(inside, lab: Lab) -> None:
    company = lab.world.company(7)
    lab.set_state("dbd_juristic", "the company is dissolved", company)
    told = inside.profile(company.juristic_id).json["ResultList"][0]
    assert told["JuristicStatus"] == "เลิก(เสร็จการชำระบัญชี)"
