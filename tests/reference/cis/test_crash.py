"""Money is booked exactly once, wherever a settlement is killed: on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from crash_driver import KEPT_FROM, NAME, POINTS

from tests.patience import PATIENCE
from tests.reference import postgres_server

SAMPLE = ("after its money was booked", "before the commit", "after the commit", "while the answer is put")
Played = dict[str | None, dict[str, Any]]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('store') / 'cis.db'}"
        return
    with postgres_server.schema(request.getfixturevalue("postgres")) as address:
        yield address


@pytest.fixture(scope="module")
def sampled(store: str, tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(store, tmp_path_factory.mktemp("sample"), SAMPLE)


@pytest.fixture(scope="module")
def all_played(store: str, tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(store, tmp_path_factory.mktemp("all"), tuple(POINTS))


def play(store: str, folder: Path, points: tuple[str, ...]) -> Played:
    """What became of the settlement that was killed at each point, and (None) of one that was not."""
    driver = Path(__file__).parent / "crash_driver.py"
    path = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, str(driver), store, str(folder), *points],
        env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(json.loads(line) for line in done.stdout.splitlines())


def require_exactly_once(played: Played, point: str) -> None:
    """All of it was booked before the kill or nothing was; at the end everything is as if nothing had happened."""
    usual, killed = played[None]["end"], played[point]
    assert (killed["signal"], killed["again"]) == (signal.SIGKILL, 0)
    is_kept = list(POINTS).index(point) >= list(POINTS).index(KEPT_FROM)
    assert killed["after_kill"]["books"]["received"] == (usual["books"]["received"] if is_kept else 0)
    assert killed["end"] == usual


@pytest.mark.parametrize("point", SAMPLE)
def test_a_settlement_that_is_killed_books_exactly_once(sampled: Played, point: str) -> None:
    require_exactly_once(sampled, point)


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_wherever_it_is_killed(all_played: Played, point: str) -> None:
    require_exactly_once(all_played, point)


def test_the_settlement_that_is_not_killed_does_something(sampled: Played) -> None:
    end = sampled[None]["end"]
    assert end["books"]["received"] == 6 * 10079
    assert end["charges"] == ["paid"] * 4 + ["open"] * 2
    assert (list(end["answers"]), end["waiting"]) == ([NAME.replace(".txt", "_RESULT.txt")], [])


def test_there_are_twenty_points_and_more() -> None:
    assert len(POINTS) >= 20
