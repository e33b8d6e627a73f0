"""Turns in which others had the machine are taken again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.bench import http_load, machine, recorded_exchanges
from tools.bench.load_client import Load


def test_it_is_read_off_the_systems_account_if_that_keeps_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    account = tmp_path / "stat"
    monkeypatch.setattr(machine, "_ACCOUNT", account)
    monkeypatch.setattr("os.sysconf", {"SC_CLK_TCK": 100}.__getitem__)
    assert machine.stolen() == 0
    account.write_text("cpu  10 20 30 40 50 60 70 850 90 100\ncpu0 1 2 3 4 5 6 7 8 9 10\n")
    assert machine.stolen() == 8.5
    account.write_text("cpu  10 20 30\n")
    assert machine.stolen() == 0


@pytest.mark.parametrize(
    ("parts", "taken", "counts"),
    [([0.01], 1, 0.01), ([0.3, 0.0], 2, 0.0), ([0.5, 0.1, 0.4, 0.3, 0.2, 0.6, 0.7, 0.8], http_load.TRIES, 0.1)],
    ids=["calm", "calm the second time", "never calm"],
)
def test_a_turn_is_taken_again_until_it_is_calm(
    monkeypatch: pytest.MonkeyPatch, parts: list[float], taken: int, counts: float
) -> None:
    turns: list[float] = []

    def load(port: int, request: bytes, answer: bytes, seconds: float) -> Load:
        turns.append(parts[len(turns)])
        return Load(rate=1.0, p99=1.0, stolen=turns[-1])

    monkeypatch.setattr(http_load, "load", load)
    asked = recorded_exchanges.Asked("GET", "/", "", {}, b"", b"", "dga_gdx")
    assert (http_load._turn(1, asked).stolen, len(turns)) == (counts, taken)
