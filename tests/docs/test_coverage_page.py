"""The page on what is covered says what folders, requirements and scenarios say, of what is not built too."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from partnerlab.conformance import coverage_page
from partnerlab.conformance.coverage import Coverage, PartnerCoverage, coverage
from partnerlab.lab.partners.registry import Registry, default_root

PAGE = Path(__file__).parents[2] / "docs" / "coverage.md"
STORY = """\
title: {en: The map fails, th: ระบบแผนที่ขัดข้อง}
proves: [SRC-GIS-1, PDPA-24]
start: 2026-11-05 11:00
given:
  accounts: {home: {number: 2201, mandate: scb_debit}}
  faults: [{partner: gis, fault: exception_in_200}]
steps:
  - {set_fault: dga_gdx, fault: silence}
  - {set_state: dopa_linkage, state: the officer is not logged in}
"""
MET = {"gis": {"faults": {"exception_in_200": "the_map_fails"}, "statuses": {"locate 200": "the_map_fails"}}}
REASONS = "faults: {'*': Nobody has tried yet.}"


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """Our partners, one more that no requirement names, and a single scenario."""
    root = tmp_path_factory.mktemp("kit")
    for part in ("contracts", "simulators"):
        shutil.copytree(default_root() / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(root / part / "gis", root / part / "zoo")
    (root / "scenarios").mkdir()
    (root / "scenarios" / "the_map_fails.yaml").write_text(STORY, encoding="utf-8")
    (root / "scenarios" / "met.json").write_text(json.dumps(MET), encoding="utf-8")
    (root / "contracts" / "sap" / "not_met.yaml").write_text(REASONS, encoding="utf-8")
    return Registry(root)


@pytest.fixture(scope="module")
def covered(kit: Registry) -> Coverage:
    return coverage(kit)


def of(covered: Coverage, name: str) -> PartnerCoverage:
    return next(one for one in covered.partners if one.name == name)


def test_the_page_is_what_the_project_makes() -> None:
    assert PAGE.read_text(encoding="utf-8") == coverage_page.page(Registry()), (
        "run: partnerlab partners --coverage docs/coverage.md"
    )


def test_all_forty_partners_of_the_source_have_a_row_built_or_not(covered: Coverage) -> None:
    names = list(dict.fromkeys(one.name for one in covered.partners))
    assert len(names) == 41 and names[-1] == "zoo", "beside the forty, the one that only we have"
    titles = [one.title for one in covered.partners]
    assert len(set(titles)) == len(titles) == 44, "each form of a register with several has a row"
    assert {one.name for one in covered.partners if one.partner} == set(Registry().partners) | {"zoo"}


def test_scenarios_prove_what_they_name_and_the_rest_is_open(covered: Coverage) -> None:
    assert covered.proofs == {"SRC-GIS-1": ["the_map_fails"], "PDPA-24": ["the_map_fails"]}
    ways = (set(covered.proofs), {one.id for one in covered.open}, {one.id for one in covered.outside})
    assert sum(map(len, ways)) == len(set.union(*ways)) == len(covered.requirements)


def test_a_flow_is_open_on_both_its_sides_until_a_scenario_proves_it(covered: Coverage) -> None:
    assert of(covered, "gis").open_flows(starts=False) == ["SRC-GIS-2"]
    assert "SRC-GIS-2" in of(covered, "wlma").open_flows(starts=True)
    assert of(covered, "sap").open_flows(starts=False) == ["SRC-SAP-1"] and not of(covered, "sap").open_flows(True)


def test_a_scenario_counts_for_whoever_it_names(covered: Coverage) -> None:
    named = {one.name for one in covered.partners if one.stories}
    assert named == {"gis", "dga_gdx", "dopa_linkage", "scb_debit"}


def test_what_a_run_met_counts_and_what_it_did_not_meet_has_a_reason_or_none(covered: Coverage) -> None:
    assert (of(covered, "gis").kinds["statuses"].met, of(covered, "gis").kinds["statuses"].documented) == (1, 8)
    assert of(covered, "gis").kinds["statuses"].not_met["locate 401"] is None
    assert list(of(covered, "sap").kinds["faults"].not_met.values()) == ["Nobody has tried yet."]
    assert of(covered, "krungthai_edc").kinds["statuses"].not_met["token 500"], "the reason that is written for all"


def test_transports_are_those_in_use_of_those_the_source_leaves(covered: Coverage) -> None:
    bank = of(covered, "scb_debit")
    assert (bank.transports, bank.planned_transports) == (["sftp"], ["sftp", "web", "mail"])
    assert (of(covered, "sap").transports, of(covered, "sap").planned_transports) == (["http"], ["http"])


def test_the_page_tells_what_is_missing(kit: Registry) -> None:
    page = coverage_page.page(kit)
    assert "| [`sap`](partners.md#sap) | 2; open: SRC-SAP-1 | 1 | 2 documents | 2 of 2 | 0 | 0 of 12 | " in page
    assert "| [`gis`](partners.md#gis) | 4; open: SRC-GIS-2 | – | 1 document | 1 of 1 | 1 | 1 of 8 | " in page
    assert " | 0 of 4 | 1 of 1 | `--url` | http |" in page
    assert "- `gis` statuses: `locate 401`, `find_address" in page and coverage_page.NO_REASON in page
    assert "- `sap` faults: `down`. *Nobody has tried yet.*" in page
    assert "| web | 8 | missing" not in page
