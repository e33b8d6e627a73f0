"""A pact that differs from its contract is found, and the error tells the author of a partner what to do."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from partnerlab.conformance.pacts import pact_file
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry
from tests.pacts.links import Link

DRIFTS: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "another status": (lambda each: each["response"].update(status=418), "undocumented status"),
    "a field of another type": (lambda each: each["response"]["body"]["content"].update(firstName=7), "type"),
    "another path": (lambda each: each["request"].update(path="/ws/elsewhere"), "undocumented operation"),
    "a query more": (lambda each: each["request"]["query"].update(More=["1"]), "undocumented parameter"),
    "a query of another form": (lambda each: each["request"]["query"].update(CitizenID=["12"]), "pattern"),
    "data that is not agreed": (
        lambda each: each["response"]["body"]["content"].update(fatherName="สมมุติ"),
        "outside the agreed data",
    ),
}


@pytest.mark.parametrize("drift", DRIFTS)
def test_a_pact_that_left_its_contract_is_found_out(drift: str, kit: Registry, tmp_path: Path) -> None:
    change, rule = DRIFTS[drift]
    kit = kit.in_forms({"dopa_linkage": "classic"})
    (file,) = pact_file.files_of(kit.partner("dopa_linkage"))
    data = json.loads(file.read_text("utf-8"))
    data["interactions"] = [each for each in data["interactions"] if each["description"] == "a living person"]
    change(data["interactions"][0])
    drifted = tmp_path / "drifted.json"
    drifted.write_text(json.dumps(data), encoding="utf-8")
    pact = pact_file.read(drifted)
    assert rule in {finding.rule for finding in pact_file.judge(kit, pact, pact.interactions[0])}


def _brand_new(kit: Registry) -> Link:
    new = Partner(
        "brand_new", kit.root / "contracts" / "brand_new", kit.root / "simulators" / "brand_new", kit.documents
    )
    new.__dict__["_whole_agreement"] = {}  # a contract there is; here only its name counts
    return Link(new, asked=True)


def test_who_adds_a_partner_is_told_what_to_do(kit: Registry) -> None:
    with pytest.raises(pytest.fail.Exception) as told:
        _ = _brand_new(kit).interactions
    for word in ("tests/pacts/partners/brand_new.py", "--write-pacts", "contracts/brand_new/pacts/cis-brand_new.json"):
        assert word in str(told.value)


def test_a_partner_without_a_client_is_told_where_it_belongs(kit: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tests.pacts.partners.brand_new", ModuleType("brand_new"))
    with pytest.raises(pytest.fail.Exception, match=r"partners/brand_new\.py has no client\(url, session\)"):
        _brand_new(kit).client("http://partner.invalid")
