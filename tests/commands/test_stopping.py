"""Ctrl-C and SIGTERM while `verify`, `check-file` and `cis` work: each ends, says how far it came, leaves nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import requests

from partnerlab.lab.partners.registry import Registry, default_root
from tests.commands.test_cis import PAYMENT, _controls, _is_control, _running
from tests.conformance.peers import good
from tests.conformance.test_verify_cis import PORT, foreign
from tests.patience import PATIENCE
from tests.ports import in_a_row

INTERRUPTED = 130
LAYOUT = "truemoney_offline/payment_file"
NAME = "MWA_TMN_20261123_01.txt"

pytestmark = pytest.mark.slow
signs = pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])


@contextmanager
def _started(tmp_path: Path, *arguments: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """A command in a process group and with a temporary folder of its own, both of which it must leave empty."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = os.environ | {"TMPDIR": str(temporary), "PYTHONPATH": str(default_root()), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "partnerlab", *arguments], env=environment | more, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
        assert list(temporary.iterdir()) == []
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _until(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdout is not None
    assert any(word in line for line in process.stdout), "it ended before it worked"


def _stopped(process: subprocess.Popen[str], sign: signal.Signals) -> str:
    """What it prints from the signal to its end."""
    process.send_signal(sign)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err.strip()) == (INTERRUPTED, "stopped")
    return out


@signs
def test_verifying_a_partner_stops_with_what_was_checked(tmp_path: Path, sign: signal.Signals) -> None:
    report = tmp_path / "report"
    with good(Registry()) as simulators:
        arguments = ["verify", "dbd_juristic", "--url", simulators.url, "--requests", "5000", "--report", str(report)]
        with _started(tmp_path, *arguments, **simulators.variables) as process:
            _until(process, "Pass")
            told = _stopped(process, sign)
    assert "Stopped after " in told and "1 Pass" in told
    assert sorted(file.name for file in report.iterdir()) == ["events.jsonl", "junit.xml", "report.html"]


@signs
def test_verifying_a_cis_stops_with_what_was_checked(tmp_path: Path, sign: signal.Signals) -> None:
    arguments = ["verify", "truemoney_offline", "--port", str(PORT)]
    with foreign("reference.cis", "CIS") as url, _started(tmp_path, *arguments, "--cis", url) as process:
        _until(process, "Pass")
        told = _stopped(process, sign)
    assert "Stopped after " in told and " Pass" in told


@signs
def test_checking_a_file_stops_and_says_that_it_was_not_judged(tmp_path: Path, sign: signal.Signals) -> None:
    header, detail, trailer = _sample()
    file = tmp_path / NAME
    with file.open("wb") as written:
        written.write(header)
        for _ in range(300):
            written.write(detail * 10_000)
        written.write(trailer)
    with _started(tmp_path, "check-file", LAYOUT, str(file)) as process:
        _wait(lambda: _has_open(process.pid, file))
        told = _stopped(process, sign)
    assert "Stopped with " in told and f"{NAME} was not judged" in told


@signs
def test_a_reference_that_is_being_asked_stops(tmp_path: Path, sign: signal.Signals) -> None:
    first, done = in_a_row(), threading.Event()
    with _running("up", "--port", str(first)):
        control = next(url for url in _controls(first) if _is_control(url))
        with _started(tmp_path, "cis", "--port", "0", "--control", control) as process:
            _until(process, "Ctrl-C")
            answered: list[int] = []
            asking = [threading.Thread(target=_ask, args=(control, done, answered)) for _ in range(3)]
            for thread in asking:
                thread.start()
            _wait(lambda: len(answered) > 3)
            process.send_signal(sign)
            _, err = process.communicate(timeout=PATIENCE)
            done.set()
            for thread in asking:
                thread.join(PATIENCE)
    assert (process.returncode, err) == (0, "")


def _ask(control: str, done: threading.Event, answered: list[int]) -> None:
    while not done.is_set():
        with suppress(requests.RequestException):
            sent = requests.post(f"{control}/send", json=PAYMENT, timeout=PATIENCE)
            answered += [sent.status_code] if sent.status_code == 200 else []


def _sample() -> list[bytes]:
    lines = (default_root() / "contracts/truemoney_offline/files/payment_file.sample.txt").read_bytes()
    header, detail, *_, trailer = lines.splitlines(keepends=True)
    return [header, detail, trailer]


def _wait(true: Callable[[], bool]) -> None:
    for _ in range(20 * PATIENCE):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("it did not come")


def _has_open(process: int, file: Path) -> bool:
    if not Path("/proc/self/fd").exists():
        pytest.skip("this system does not show which files a process has open")
    with suppress(OSError):
        return any(entry.readlink() == file for entry in Path(f"/proc/{process}/fd").iterdir())
    return False
