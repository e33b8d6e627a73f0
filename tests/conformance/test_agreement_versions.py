"""`partnerlab agreements --diff`: what a new version of an agreement changes, in words."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from partnerlab import yamlio
from partnerlab.lab.partners.registry import default_root

AGREEMENT = default_root() / "contracts" / "cib_police" / "agreement.yaml"
Versions = Callable[[Callable[[dict[str, Any]], None]], tuple[Path, Path]]


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    """The agreement as it stands, and a version in which something is changed."""

    def make(change: Callable[[dict[str, Any]], None]) -> tuple[Path, Path]:
        changed = copy.deepcopy(yamlio.load(AGREEMENT).data)
        change(changed)
        new = tmp_path / "agreement.yaml"
        new.write_text(json.dumps(changed, ensure_ascii=False, default=str), encoding="utf-8")
        return AGREEMENT, new

    return make


def retained(agreement: dict[str, Any]) -> None:
    agreement["retention"][0]["period"] = "P9Y"


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "a version": (lambda a: a["terms"].update(version="1.1"), "version 1.0 becomes 1.1"),
    "more data": (
        lambda a: a["data"]["water_usage"]["answer"].append("contact"),
        "water_usage (answer) may carry contact now, and did not before",
    ),
    "less data": (
        lambda a: a["data"]["water_usage"]["answer"].remove("address"),
        "water_usage (answer) may carry address no more",
    ),
    "a new operation": (lambda a: a["data"].update(bills={"request": [], "answer": []}), "bills is new"),
    "a purpose": (lambda a: a["purpose"].update(en="To send letters."), "now: To send letters."),
    "a basis": (lambda a: a["legal_basis"][-1]["sections"].append("26"), "a new legal basis: pdpa_2562 s. 26"),
    "a limit": (lambda a: a["terms"]["limits"][0].update(most=200), "limits 1 most: 100 becomes 200"),
    "hours": (lambda a: a["terms"]["service_hours"].update(to="18:00"), "service_hours to: 24:00 becomes 18:00"),
    "retention": (retained, "is kept P9Y now, before P5Y"),
    "a contact": (
        lambda a: a["terms"]["contacts"]["security"].update(theirs="the duty officer"),
        "contacts security theirs: nothing becomes the duty officer",
    ),
    "a channel": (
        lambda a: a["channels"].append({**a["channels"][0], "kind": "sftp"}),
        "a new channel: sftp",
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_is_a_sentence_and_the_only_one(lab: Any, versions: Versions, change: str) -> None:
    make, told = CHANGES[change]
    left = lab("agreements", "--diff", *versions(make))
    assert left.code == 0, left.err
    (sentence,) = left.out.splitlines()
    assert told in sentence


def test_versions_that_agree_say_so(lab: Any, versions: Versions) -> None:
    assert lab("agreements", "--diff", *versions(lambda agreement: None)).out == "nothing differs\n"
    assert lab("agreements", "--diff", *versions(lambda agreement: None), "--lang", "th").out == "ไม่มีส่วนที่ต่างกัน\n"


def test_what_is_no_agreement_is_told_with_its_line(lab: Any, tmp_path: Path) -> None:
    broken = tmp_path / "agreement.yaml"
    broken.write_text("party: 5\n", encoding="utf-8")
    left = lab("agreements", "--diff", AGREEMENT, broken)
    assert left.code == 2 and str(broken) in left.err
