"""Bulk work is measured on work that was done: every payment posted, every account entered, every bill sent."""

from __future__ import annotations

import json

import pytest

from tools.bench import settlement


@pytest.mark.parametrize("what", ["settle", "seed", "debit"])
def test_each_kind_of_work_is_done_and_timed(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    settlement.main(what, 50)
    seconds, peak = json.loads(capsys.readouterr().out)
    assert seconds > 0 < peak


def test_a_payment_that_is_not_posted_stops_the_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settlement, "_enter", lambda db, count: None)
    with pytest.raises(RuntimeError, match="0 of 50 were posted"):
        settlement.main("settle", 50)
