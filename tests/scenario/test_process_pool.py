"""Several processes tell the same as one: the same events in the same order, the same lines, the same exit code."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from partnerlab.commands.run import _part, _shard
from partnerlab.scenario.processors import process_count, usable_processors
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "partnerlab", "run"]
STORIES = [str(ROOT / "scenarios" / folder) for folder in ("maps", "welfare")]
BAD = """
title: {en: Nothing is owed, th: ไม่มีหนี้}
proves: [SRC-ONLINE-1]
start: 2026-11-10 18:00
given:
  accounts: {home: 2101}
steps:
  - sends: big_c_online.inquiry
    with: {account: $home}
    answer: {status: 499}
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=PATIENCE)


def events(report: Path) -> list[dict[str, Any]]:
    lines = (report / "events.jsonl").read_text(encoding="utf-8").splitlines()
    return [{key: value for key, value in json.loads(line).items() if key != "seconds"} for line in lines]


def told(ended: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in ended.stdout.splitlines() if not re.search(r"steps/s|Report:", line)]


def test_what_is_told_does_not_depend_on_the_number_of_processes(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    bad = tmp_path / "scenarios" / "nothing_is_owed.yaml"
    bad.write_text(BAD, encoding="utf-8")
    one, three = (run("-j", n, "--report", str(tmp_path / n), str(bad), *STORIES) for n in ("1", "3"))
    assert one.returncode == three.returncode == 1, three.stderr
    assert told(one) == told(three)
    assert events(tmp_path / "1") == events(tmp_path / "3")


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_every_process(number: int, tmp_path: Path) -> None:
    command = [*COMMAND, "-j", "2", "--report", str(tmp_path / "report")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True) as running:
        assert running.stdout is not None
        while not running.stdout.readline().startswith("Pass"):
            assert running.poll() is None
        os.kill(running.pid, number)
        rest = running.stdout.read()
        assert running.wait(PATIENCE) == 130
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)
    assert "Stopped" in rest or "stopped" in rest
    assert (tmp_path / "report" / "report.html").is_file()


def test_a_process_that_meets_bad_input_says_so(tmp_path: Path) -> None:
    ended = run("-j", "2", "--cis", "http://127.0.0.1:9", *STORIES)
    assert ended.returncode == 2 and "-j 2" in ended.stderr


def test_each_scenario_is_in_one_shard() -> None:
    stories = [*range(11)]
    assert sorted(story for part in (1, 2, 3, 4) for story in _part(stories, *_shard(f"{part}/4"))) == stories
    assert _shard(None) == (1, 1)


@pytest.mark.parametrize("text", ["0/4", "5/4", "1/0", "1", "a/b", "1/4/2"])
def test_a_shard_that_does_not_exist_is_refused(text: str) -> None:
    ended = run("--shard", text, *STORIES)
    assert ended.returncode == 2 and f"'{text}'" in ended.stderr


@pytest.mark.parametrize(
    ("files", "most"),
    [
        ({}, 1000), ({"cpu.max": "max 100000\n"}, 1000), ({"cpu.max": "100000 100000\n"}, 1),
        ({"cpu.max": "50000 100000\n"}, 1),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, 1000),
        ({"cpu/cpu.cfs_quota_us": "100000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 1),
    ],
)  # fmt: skip
def test_a_container_limits_the_processors(tmp_path: Path, files: dict[str, str], most: int) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    assert usable_processors(tmp_path) == min(most, available)


def test_few_scenarios_are_played_in_one_process() -> None:
    assert process_count(1) == process_count(39) == 1
    assert process_count(4000) == usable_processors()
