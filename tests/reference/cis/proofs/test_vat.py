"""Proving a branch registered for VAT: parallel arrays, numbers without their zeros, three ways of saying no."""

from __future__ import annotations

from typing import Any

import pytest
from cis_support import Cis

COMPANY = "0980000000002"
OTHER = "0980000000011"


def prove(cis: Cis, reply: Any, branch: str = "00000", tax_id: str = COMPANY) -> dict[str, Any]:
    cis.seed(tax_id=tax_id)
    cis.partners.script["link-001"] = [reply]
    cis.job("prove_vat", registration="12345678", vatBranch=branch)
    shown: dict[str, Any] = cis.show("account", "12345678")["proofs"]["vat"]
    return shown


@pytest.mark.parametrize(
    ("numbers", "branches", "asked", "standing"),
    [
        ([COMPANY], [0], "00000", "proved"),
        ([COMPANY], ["0"], "00000", "proved"),
        ([COMPANY], [0], "00001", "refused"),
        ([COMPANY, COMPANY], [0, 12], "00012", "proved"),
        ([COMPANY, COMPANY], [0], "00000", "paper_asked"),
        ([COMPANY, OTHER], [0, 1], "00000", "paper_asked"),
        ([COMPANY], ["-"], "00000", "paper_asked"),
        ([COMPANY], [True], "00001", "paper_asked"),
        ([COMPANY], [100000], "00000", "paper_asked"),
        (COMPANY, 0, "00000", "paper_asked"),
        (None, None, "00000", "refused"),
        ([], [], "00000", "refused"),
    ],
)
def test_the_branch_itself_must_be_registered(cis: Cis, numbers: Any, branches: Any, asked: str, standing: str) -> None:
    reply = (200, {"vNID": numbers, "vBranchNumber": branches, "vmsgerr": None})
    assert prove(cis, reply, asked)["standing"] == standing


@pytest.mark.parametrize("reply", [(204, None), (200, {}), (200, "data not found"), (200, {"vmsgerr": ["ไม่พบ"]})])
def test_nothing_on_record_is_no_registration(cis: Cis, reply: Any) -> None:
    assert prove(cis, reply)["standing"] == "refused"


def test_a_citizen_is_not_asked_about(cis: Cis) -> None:
    assert prove(cis, (200, {}), tax_id="1980000000001")["standing"] == "refused"
    assert cis.partners.calls == []
