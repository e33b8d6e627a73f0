"""How much of the machine others had."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.bench import machine


def test_it_is_read_off_the_systems_account_if_that_keeps_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    account = tmp_path / "stat"
    monkeypatch.setattr(machine, "_ACCOUNT", account)
    monkeypatch.setattr("os.sysconf", {"SC_CLK_TCK": 100}.__getitem__)
    assert machine.stolen() == 0
    account.write_text("cpu  10 20 30 40 50 60 70 850 90 100\ncpu0 1 2 3 4 5 6 7 8 9 10\n")
    assert machine.stolen() == 8.5
    account.write_text("cpu  10 20 30\n")
    assert machine.stolen() == 0
