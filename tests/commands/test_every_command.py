"""Every command as a process, in surroundings that lack something: letters, room on the disk, an entry in passwd."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from partnerlab.lab.partners.registry import default_root
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow
STORY = "scenarios/payment_online/a_bill_is_paid_at_a_counter.yaml"
SAMPLE = "contracts/truemoney_offline/files/payment_file.sample.txt"
CLOSED = "http://127.0.0.1:9"
COMMANDS = {
    "run": (["run", STORY], 0),
    "verify": (["verify", "dbd_juristic", "--url", CLOSED], 1),
    "verify a CIS": (["verify", "big_c_online", "--cis", CLOSED, "--port", "19700"], 1),
    "check-file": (["check-file", "truemoney_offline/payment_file", SAMPLE, "--name", "MWA_TMN_20261123_01.txt"], 0),
    "check": (["check", "docs"], 2),
    "lint": (["lint", STORY], 0),
    "partners": (["partners"], 0),
    "one partner": (["partners", "scb_debit", "--lang", "th"], 0),
    "agreements": (["agreements", "--lang", "th"], 0),
    "lookup": (["lookup", "1000000000017"], 1),
    "new": (["new", "class"], 2),
    "record": (["record", "--har", "no.har"], 2),
    "up --env": (["up", "--port", "19700", "--env"], 0),
    "cis": (["cis", "--control", f"{CLOSED}/__lab"], 2),
    "--help": (["--help"], 0),
}
"""Each with the exit code that it has anywhere."""
ROOM = 1_500
"""Bytes: smaller than any report."""


def _ended(command: list[str], before: Callable[[], object] | None = None, **more: str) -> tuple[int, str]:
    """The exit code and what it said, in whatever letters."""
    environment = os.environ | {"PYTHONPATH": str(default_root())} | more
    ended = subprocess.run(
        [sys.executable, "-m", "partnerlab", *command], cwd=default_root(), env=environment, capture_output=True,
        preexec_fn=before, timeout=PATIENCE, check=False,
    )  # fmt: skip
    said = (ended.stdout + ended.stderr).decode("latin-1")
    assert "Traceback" not in said and "This is a bug in partnerlab" not in said, said
    return ended.returncode, said


@pytest.mark.parametrize("encoding", ["cp874", "ascii", "cp1252"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_terminal_that_lacks_letters_changes_no_exit_code(name: str, encoding: str) -> None:
    command, code = COMMANDS[name]
    ended, said = _ended(command, PYTHONIOENCODING=encoding)
    assert ended == code, said


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can take another user's number")
@pytest.mark.parametrize("name", COMMANDS)
def test_a_user_without_an_entry_in_passwd(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("HOME", "USER", "LOGNAME"):
        monkeypatch.delenv(variable, raising=False)
    command, code = COMMANDS[name]
    ended, said = _ended(command, partial(os.setreuid, 54_321, 0))
    assert ended == code, said


@pytest.mark.parametrize("name", ["run", "verify", "verify a CIS", "check-file"])
def test_a_report_without_room_is_named(tmp_path: Path, name: str) -> None:
    command, _ = COMMANDS[name]
    ended, said = _ended([*command, "--report", str(tmp_path)], _little_room)
    assert ended == 2 and f"{tmp_path}/" in said.splitlines()[-1], said


@pytest.mark.parametrize("option", ["--page", "--coverage"])
def test_a_page_without_room_is_named(tmp_path: Path, option: str) -> None:
    ended, said = _ended(["partners", option, str(tmp_path / "page.md")], _little_room)
    assert ended == 2 and f"{tmp_path}/page.md: " in said, said


def _little_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))
