"""The figures of reset, snapshot and restore are measured on a lab that was really dirtied and really brought back."""

from __future__ import annotations

import pytest

from partnerlab.lab import snapshots
from tools.bench import reset


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reset, "ROWS", 400)


def test_each_act_has_its_figure() -> None:
    rows = {row["name"]: row for row in reset.measure()}
    assert list(rows) == ["reset of 400 rows", "restore of 400 rows", "snapshot of 400 rows"]
    assert rows["reset of 400 rows"]["target"] == 10
    assert all(row["value"] > 0 and row["unit"] == "ms" for row in rows.values())


def test_what_is_not_brought_back_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "restore_snapshot", lambda lab, kept: lab.reset(kept.now))
    with pytest.raises(RuntimeError, match="what was brought back is not what was kept"):
        reset.measure()
