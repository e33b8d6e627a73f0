"""The head of our side's record of look-ups stands in each report, and by it the record can be verified later."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from partnerlab.__main__ import main
from partnerlab.lab.partners.registry import default_root

STORY = (
    default_root()
    / "scenarios"
    / "usage_statistics"
    / "the_record_of_look_ups_is_a_chain_and_the_sandbox_leaves_none.yaml"
)
WITHOUT = default_root() / "scenarios" / "payment_online" / "a_bill_is_paid_at_a_counter.yaml"


def _finished(report: Path) -> dict[str, Any]:
    lines = (report / "events.jsonl").read_text(encoding="utf-8").splitlines()
    return next(event for event in map(json.loads, lines) if event["event"] == "scenario_finished")


def test_the_head_stands_in_each_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["run", str(STORY), "--report", str(tmp_path)])
    log = _finished(tmp_path)["audit_log"]
    assert (log["entries"], len(log["head"])) == (2, 64)
    terminal = capsys.readouterr().out
    assert f"Record of look-ups: 2, head {log['head']}" in terminal
    for name in ("report.html", "junit.xml"):
        assert log["head"] in (tmp_path / name).read_text(encoding="utf-8"), name


def test_a_run_in_which_nothing_was_looked_up_has_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["run", str(WITHOUT), "--report", str(tmp_path)])
    assert "audit_log" not in _finished(tmp_path)
    assert "Record of look-ups" not in capsys.readouterr().out
