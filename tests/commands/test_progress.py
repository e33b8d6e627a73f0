"""Progress: on a terminal's standard error for long work, nowhere else, and nothing on standard output changes."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest
from click.testing import CliRunner
from rich.console import Console

from partnerlab.commands import lint, partners, run
from partnerlab.commands.common import options
from partnerlab.lab.deployment import work_reported_to
from partnerlab.lab.partners.registry import default_root
from partnerlab.report import progress
from reference.cis.debit import batches
from reference.cis.hooks import seed
from reference.cis.money import file_settlement
from tests.patience import PATIENCE

STORY = default_root() / "scenarios" / "payment_online"
BAR = "━"


def _run(*arguments: str, stderr_is_terminal: bool = True, **environment: str) -> tuple[str, str]:
    """A command's standard output, through a pipe, and its standard error."""
    ours, theirs = pty.openpty()
    seen: list[bytes] = []

    def read() -> None:
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux says so when the other end is closed
                return
            if not piece:
                return
            seen.append(piece)

    reader = threading.Thread(target=read)
    reader.start()
    command = [sys.executable, "-m", "partnerlab", *arguments]
    surroundings = {**os.environ, "TERM": "xterm", "COLUMNS": "120", **environment}
    where = theirs if stderr_is_terminal else subprocess.PIPE
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=where, env=surroundings, timeout=PATIENCE)
    os.close(theirs)
    reader.join(10)
    os.close(ours)
    told = b"".join(seen) if stderr_is_terminal else ended.stderr
    assert ended.returncode == 0, told
    return ended.stdout.decode(), told.decode("utf-8", "replace")


def _play(*more: str, stderr_is_terminal: bool = True, **environment: str) -> tuple[str, str]:
    story = str(sorted(STORY.glob("*.yaml"))[0])
    return _run("run", story, *more, stderr_is_terminal=stderr_is_terminal, **environment)


def test_a_run_shows_a_bar_on_standard_error_and_its_lines_on_standard_output() -> None:
    out, err = _play()
    assert BAR in err and "0/1" in err
    assert BAR not in out and "\x1b" not in out and out.startswith("partnerlab ") and "1 Pass" in out


@pytest.mark.parametrize(
    ("more", "terminal", "name"), [(("-q",), True, "xterm"), ((), True, "dumb"), ((), False, "xterm")]
)
def test_no_bar_is_shown(more: tuple[str, ...], terminal: bool, name: str) -> None:
    out, err = _play(*more, stderr_is_terminal=terminal, TERM=name)
    assert "1 Pass" in out and err == ""


def test_a_file_shows_a_bar_once_it_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Console(force_terminal=True, width=100)
    times = iter((0.0, 1.9, 2.1))
    monkeypatch.setattr(progress.time, "perf_counter", lambda: next(times))
    with terminal.capture() as shown, progress.LateBar(terminal, "payments.txt", 100) as bar:
        bar.advance(30)
        assert bar._progress is None
        bar.advance(30)
        assert bar._progress is not None and bar._progress.tasks[0].completed == 60
    assert "payments.txt" in shown.get() and BAR in shown.get()


def test_lint_counts_each_partner_and_scenario_and_a_run_and_the_coverage_each_scenario(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal, drawn = Console(force_terminal=True, width=100), []

    def bar(title: str, pieces: int, quiet: bool = False) -> progress.LateBar:
        drawn.append(progress.LateBar(terminal, title, pieces, in_pieces=True))
        return drawn[-1]

    monkeypatch.setattr(options, "late_bar", bar)
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    with terminal.capture() as shown:
        assert CliRunner().invoke(lint.command, [], standalone_mode=False).return_value == 0
        assert CliRunner().invoke(run.command, ["-q", str(STORY)], standalone_mode=False).return_value == 0
        CliRunner().invoke(partners.command, ["--coverage"], standalone_mode=False, catch_exceptions=False)
    files = [len(list((default_root() / "scenarios" / folder).rglob("*.yaml"))) for folder in ("", "payment_online")]
    agreements = len(list((default_root() / "contracts").glob("[!_]*/agreement.yaml")))
    for one, count in zip(drawn, (files[0] + agreements, files[1], files[0]), strict=True):
        assert one._progress is not None and one._progress.tasks[0].completed == one._progress.tasks[0].total == count
    assert BAR in shown.get() and f"{files[1]}/{files[1]}" in shown.get()


def test_every_byte_of_a_file_counts() -> None:
    from partnerlab.conformance.record_file.file_check import PASSES, check
    from partnerlab.lab.partners.registry import Registry

    kit = Registry()
    partner = next(one for one in kit.partners.values() if one.layouts)
    for operation in partner.layouts:
        sample = next((kit.root / "contracts" / partner.name / "files").glob(f"{operation}.sample.*"), None)
        if sample is not None:
            read: list[int] = []
            checked = check(kit, f"{partner.name}/{operation}", sample, on_read=read.append)
            assert sum(read) == PASSES * sample.stat().st_size
            assert checked.verdict == check(kit, f"{partner.name}/{operation}", sample).verdict
            return
    pytest.fail("no sample was checked")


def _account(number: int) -> dict[str, object]:
    return {
        "registration": f"{number:08}", "branch": "01", "name": "A B", "tax_id": "0" * 13,
        "account_class": "01", "meter_size": "0", "address": "", "bills": [],
    }  # fmt: skip


def test_long_work_of_the_reference_is_heard_while_a_listener_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seed, "_STEP", 2)
    monkeypatch.setattr(seed.Seeds, "enter", lambda *_: None)
    monkeypatch.setattr(file_settlement, "BLOCK", 2)
    settled = SimpleNamespace(record=SimpleNamespace(amount=100), receipt="")
    monkeypatch.setattr(file_settlement, "_settle_block", lambda _, block: [settled] * len(block))
    books: Any = None
    records: list[Any] = [settled.record] * 3
    heard: list[tuple[str, int]] = []
    with work_reported_to(lambda work, done: heard.append((work, done))):
        seed.seed(books, {"accounts": [_account(number) for number in range(5)]}, {})
        file_settlement.FileSettlement(books, records).finish()
    file_settlement.FileSettlement(books, records).finish()
    assert heard == [("seeded", 2), ("seeded", 4), ("settled", 2), ("settled", 3)]


def test_a_round_of_debits_says_how_far_it_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_STEP", 2)
    monkeypatch.setattr(batches.billing, "set_state", lambda *_: None)
    stored = SimpleNamespace(inserted_primary_key=(1,))
    db: Any = SimpleNamespace(execute=lambda *_: stored)
    new: Any = MagicMock()
    new.batch.debits = [MagicMock()] * 5
    heard: list[tuple[str, int]] = []
    with work_reported_to(lambda work, done: heard.append((work, done))):
        batches.store(db, new)
    assert heard == [("debited", 2), ("debited", 4), ("debited", 5)]


def test_bar_stands_where_lines_are_printed_when_both_are_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress.sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    screen = Console(force_terminal=True)
    assert progress.progress_console(screen) is screen
    pipe = Console(force_terminal=False)
    found = progress.progress_console(pipe)
    assert found is not None and found.stderr
    assert progress.progress_console(pipe, quiet=True) is None


def test_path_is_read_where_nobody_listens(tmp_path: Path) -> None:
    from partnerlab.conformance.record_file.file_check import _heard

    assert _heard(tmp_path, None) is tmp_path
