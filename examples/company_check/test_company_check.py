"""The client against the lab: `partnerlab` is a fixture that comes with the package; there is nothing to set up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from company_check import CompanyCheck, RegisterDown


@pytest.fixture
def check(partnerlab: Any) -> Iterator[CompanyCheck]:
    def gateway(name: str) -> str:
        return str(partnerlab.credential("dga_gdx", name))

    client = CompanyCheck(
        partnerlab.url("dbd_juristic"), gateway("consumer_key"), gateway("consumer_secret"), gateway("agent_pid")
    )
    yield client
    client.close()


def test_a_living_company_is_active(partnerlab: Any, check: CompanyCheck) -> None:
    company = partnerlab.company(7, status="ยังดำเนินกิจการอยู่")
    assert check.status(company.juristic_id) == "active"


def test_a_dissolved_company_is_not(partnerlab: Any, check: CompanyCheck) -> None:
    company = partnerlab.company(7)
    partnerlab.set_state("dbd_juristic", "the company is dissolved", company)
    assert check.status(company.juristic_id) == "inactive"


def test_a_number_that_nobody_has_is_unknown(check: CompanyCheck) -> None:
    assert check.status("0000000000000") == "unknown"


def test_a_token_that_died_is_renewed_once(partnerlab: Any, check: CompanyCheck) -> None:
    company = partnerlab.company(7, status="ยังดำเนินกิจการอยู่")
    check.status(company.juristic_id)
    partnerlab.advance("by 61 minutes")
    assert check.status(company.juristic_id) == "active"
    assert len(partnerlab.exchanges(operation="validate")) == 2


def test_a_register_that_fails_is_no_answer(partnerlab: Any, check: CompanyCheck) -> None:
    partnerlab.set_fault("dbd_juristic", "back_end_fails", times=1)
    with pytest.raises(RegisterDown):
        check.status(partnerlab.company(7).juristic_id)
    assert check.status(partnerlab.company(7).juristic_id) in {"active", "inactive"}
