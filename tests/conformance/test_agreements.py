"""Agreements: a made-up party goes through every step, or is refused; what blocks it; the privacy officer's matrix."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from partnerlab.conformance.agreements.data_matrix import COLUMNS
from partnerlab.conformance.agreements.procedure import DECIDERS, LETTER, STEPS
from partnerlab.contract.data_scope import outside_scope
from partnerlab.contract.personal_data import PersonalField
from partnerlab.lab.partners.registry import Registry, default_root

PARTY = "rid_dams"
"""Its folders stand for those of the made-up party: no personal data passes, so that a refusal changes no scope."""

OUTCOMES = {1: "purpose_stated", 2: "allowed", 4: "form_agreed", 5: "governor_informed", 6: "contract", 7: "live"}


def over(step: int, outcome: str, **changed: Any) -> dict[str, Any]:
    """The record of a step that is over."""
    return {
        "step": step, "date": f"2027-0{step}-11", "decided_by": STEPS[step].decided_by,
        "document": f"MADE-UP {step}/2570", "outcome": outcome,
    } | changed  # fmt: skip


@pytest.fixture
def party(tmp_path: Path) -> Callable[..., Path]:
    """The folder of a made-up party whose link stands at a step, with this record."""

    def write(step: int, state: str, record: list[dict[str, Any]], data: dict[str, Any] | None = None) -> Path:
        for part in ("contracts", "simulators"):
            ours = default_root() / part / PARTY
            shutil.copytree(ours, tmp_path / part / PARTY, ignore=shutil.ignore_patterns("__pycache__"))
        file = tmp_path / "contracts" / PARTY / "agreement.yaml"
        agreement = yaml.safe_load(file.read_text(encoding="utf-8"))
        agreement |= {"party": {"en": "Well diggers", "th": "สมาคมช่างเจาะบ่อ"}}
        agreement["procedure"] = {"step": step, "state": state, "record": record}
        agreement["data"] |= data or {}
        roles = agreement["terms"]["contacts"]
        agreement["terms"]["contacts"] = {role: {"ours": "MWA desk", "theirs": "Diggers' desk"} for role in roles}
        file.write_text(json.dumps(agreement), encoding="utf-8")
        return tmp_path

    return write


@pytest.mark.parametrize("step", OUTCOMES)
@pytest.mark.parametrize("state", ["in_progress", "done"])
def test_a_party_goes_through_every_step(party: Any, lab: Any, monkeypatch: Any, step: int, state: str) -> None:
    last = step if state == "done" else step - 1
    root = party(step, state, [over(number, outcome) for number, outcome in OUTCOMES.items() if number <= last])
    assert lab("check", root).out == ""
    monkeypatch.setattr("partnerlab.lab.partners.registry.default_root", lambda: root)
    told = lab("agreements").out
    following = next((number for number in OUTCOMES if number > last), None)
    assert f"Step {step}: {STEPS[step].title['en']}" in told
    if following is None:
        assert "nothing blocks it" in told
    else:
        decider = DECIDERS[STEPS[following].decided_by]
        assert f"blocked: step {following} ({STEPS[following].title['en']}) waits for {decider['en']}" in told
        assert f"รอ{decider['th']}" in lab("agreements", "--lang", "th").out
    assert "no date" not in told
    assert "no contact" not in told


def test_a_party_is_refused_by_a_letter(party: Any, lab: Any, monkeypatch: Any) -> None:
    record = [over(1, "purpose_stated"), over(2, "not_allowed"), over(LETTER, "refused_by_letter")]
    root = party(LETTER, "refused", record)
    assert lab("check", root).out == ""
    monkeypatch.setattr("partnerlab.lab.partners.registry.default_root", lambda: root)
    assert "refused: nothing may pass" in lab("agreements").out
    assert "ไม่อนุญาต ห้ามรับส่งข้อมูล" in lab("agreements", "--lang", "th").out


def test_a_letter_that_is_not_written_yet_blocks(party: Any, lab: Any, monkeypatch: Any) -> None:
    root = party(LETTER, "in_progress", [over(1, "purpose_stated", document=None), over(2, "not_allowed")])
    assert lab("check", root).out == ""
    monkeypatch.setattr("partnerlab.lab.partners.registry.default_root", lambda: root)
    told = lab("agreements").out
    assert "blocked: step 3 (refusal told by letter) waits for the working group on personal data" in told
    assert "no date or document number: step 1\n" in told


@pytest.mark.parametrize(
    ("step", "state", "record", "told"),
    [
        (2, "done", [over(1, "purpose_stated")], "step 2, done: expected a record of steps 1, 2, seen 1"),
        (4, "in_progress", [over(1, "purpose_stated"), over(2, "not_allowed")], "expected allowed, seen not_allowed"),
        (3, "in_progress", [over(1, "purpose_stated"), over(2, "allowed")], "expected not_allowed, seen allowed"),
        (3, "done", [over(1, "purpose_stated"), over(2, "not_allowed"), over(3, "refused_by_letter")],
         "refused by the letter of step 3 and by no other; seen step 3, state done"),
        (2, "refused", [over(1, "purpose_stated"), over(2, "not_allowed")], "seen step 2, state refused"),
        (2, "in_progress", [over(1, "purpose_stated", decided_by="both_parties")],
         "step 1: decided_by: expected other_party, seen both_parties"),
        (4, "in_progress", [over(1, "purpose_stated", date="2027-03-01"), over(2, "allowed")], 
         "dates of the record go backwards"),
        (2, "in_progress", [over(1, "live")], "step 1: outcome: expected purpose_stated, seen live"),
        (2, "in_progress", [over(1, "purpose_stated", date="11/01/2570")], "expected text like ^[0-9]{4}-"),
    ],
)  # fmt: skip
def test_a_record_that_contradicts_the_procedure_is_told(
    party: Any, lab: Any, step: int, state: str, record: list[dict[str, Any]], told: str
) -> None:
    left = lab("check", party(step, state, record))
    assert left.code == 1
    assert told in left.out, left.out


def test_nothing_may_pass_over_a_refused_link(party: Any, lab: Any) -> None:
    record = [over(1, "purpose_stated"), over(2, "not_allowed"), over(LETTER, "refused_by_letter")]
    left = lab("check", party(LETTER, "refused", record, {"dams": {"request": ["identity"], "answer": []}}))
    assert "data: the link is refused, so no category may pass" in left.out


def test_an_agreement_without_its_terms_is_told(party: Any, lab: Any) -> None:
    root = party(1, "in_progress", [])
    file = root / "contracts" / PARTY / "agreement.yaml"
    agreement = yaml.safe_load(file.read_text(encoding="utf-8"))
    del agreement["terms"]
    file.write_text(json.dumps(agreement), encoding="utf-8")
    assert "terms is missing: version, security, service_hours, limits, contacts" in lab("check", root).out


def test_another_purpose_is_not_argued_in_the_same_words(tmp_path: Path, lab: Any) -> None:
    agreement = default_root() / "contracts" / "nia" / "agreement.yaml"
    shutil.copytree(default_root() / "contracts" / "nia", tmp_path / "contracts" / "nia")
    shutil.copytree(default_root() / "simulators" / "nia", tmp_path / "simulators" / "nia")
    reasons = yaml.safe_load((default_root() / "contracts" / "oncb" / "agreement.yaml").read_text(encoding="utf-8"))
    text = next(basis["why"]["en"] for basis in reasons["legal_basis"] if basis["law"] == "pdpa_2562")
    mine = yaml.safe_load(agreement.read_text(encoding="utf-8"))
    next(basis for basis in mine["legal_basis"] if basis["law"] == "pdpa_2562")["why"]["en"] = text
    (tmp_path / "contracts" / "nia" / "agreement.yaml").write_text(json.dumps(mine), encoding="utf-8")
    left = lab("check", tmp_path)
    assert "legal_basis: the reason is in the words of oncb, whose purpose is another" in left.out


def test_our_own_agreements_stand_where_the_source_puts_them() -> None:
    for partner in Registry().partners.values():
        procedure = partner.agreement["procedure"]
        assert (procedure["step"], procedure["state"]) == (7, "done"), partner.name
        assert {entry["date"] or entry["document"] for entry in procedure["record"]} == {None}, partner.name
        assert partner.agreement["provenance"]["procedure"]["grade"] == "inferred", partner.name


@pytest.mark.parametrize("language", ["en", "th"])
def test_the_matrix_says_of_each_field_who_receives_it_and_why(tmp_path: Path, lab: Any, language: str) -> None:
    file = tmp_path / "matrix.csv"
    assert lab("agreements", "--lang", language, "--matrix", file).code == 0
    rows = list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"))))
    place = int(language == "th")
    names = {key: titles[place] for key, titles in COLUMNS.items()}
    mwa = ("MWA", "กปน.")[place]
    found = {
        (row[names["link"]], row[names["operation"]], row[names["part"]], row[names["field"]]): row for row in rows
    }
    asked = found["dopa_linkage", "person", "request", "CitizenID"]
    father = found["dopa_linkage", "person", "answer", "fatherName"]
    assert (asked[names["sender"]], father[names["recipient"]]) == (mwa, mwa)
    assert (asked[names["passes"]], father[names["passes"]]) == (("yes", "no"), ("ได้", "ไม่ได้"))[place]
    assert "pdpa_2562 s. 22, s. 24(4)" in asked[names["basis"]]
    bill = found["scb_debit", "outstanding", "file", "customer_name"]
    assert (bill[names["sender"]], bill[names["category"]]) == (mwa, "name")


def test_what_the_matrix_lets_pass_is_what_the_lab_lets_pass(tmp_path: Path, lab: Any) -> None:
    file, kit = tmp_path / "matrix.csv", Registry()
    lab("agreements", "--matrix", file)
    for row in csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"))):
        if row["field"] != "*":
            agreement = kit.partner(row["link"]).agreement
            field = PersonalField(row["field"], row["category"], "x")
            assert (row["may pass"] == "yes") == (not outside_scope(agreement, row["operation"], row["part"], [field]))  # type: ignore[arg-type]


def test_the_matrix_is_a_page_too(tmp_path: Path, lab: Any) -> None:
    file = tmp_path / "matrix.html"
    lab("agreements", "--lang", "th", "--matrix", file)
    page = file.read_text(encoding="utf-8")
    assert page.startswith('<!doctype html>\n<html lang="th">')
    assert "<td>fatherName</td><td>family</td><td>ไม่ได้</td>" in page
    assert lab("agreements", "--matrix", tmp_path / "matrix.xls").code == 2
