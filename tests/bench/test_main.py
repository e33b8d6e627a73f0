"""Every benchmark that can be named is a module that measures."""

from __future__ import annotations

import importlib
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from tests.patience import PATIENCE
from tools.bench import __main__ as main
from tools.bench import processes
from tools.bench.__main__ import _MODULES
from tools.bench.figures import figure


@pytest.mark.parametrize("name", _MODULES)
def test_what_can_be_named_can_be_measured(name: str) -> None:
    assert callable(importlib.import_module(f"tools.bench.{_MODULES[name]}").measure)


def test_a_figure_that_breaks_takes_none_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterator[dict[str, Any]]:
        yield figure("first", [3, 1, 2], "s", 2)
        raise TimeoutError("nothing came")

    def good() -> Iterator[dict[str, Any]]:
        yield figure("second", [0.5], "of bare WSGI", 0.6, more=True)

    modules = {"tools.bench.run": SimpleNamespace(measure=broken), "tools.bench.reset": SimpleNamespace(measure=good)}
    monkeypatch.setattr(main, "importlib", SimpleNamespace(import_module=modules.__getitem__))
    monkeypatch.setattr("os.getloadavg", lambda: (99.0, 0, 0))
    monkeypatch.setattr("signal.signal", lambda *_: None)
    file = tmp_path / "figures.json"
    done = CliRunner().invoke(main.command, ["run", "reset", "--json", str(file)], standalone_mode=False)
    assert done.return_value == 1
    rows = [(row["name"], row["value"], row["ok"]) for row in json.loads(file.read_text())]
    assert rows == [("first", 2, True), ("run", None, False), ("second", 0.5, False)]
    assert "the machine is busy: load 99.0" in done.output
    assert "TimeoutError: nothing came" in done.output


def test_nothing_is_left_of_a_process_that_is_too_slow(tmp_path: Path) -> None:
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', \"import os, time, pathlib; "
    child += f'pathlib.Path({str(tmp_path / "pid")!r}).write_text(str(os.getpid())); time.sleep(600)"])'
    with pytest.raises(TimeoutError, match="did not end within"):
        processes.run([sys.executable, "-c", child], timeout=5)
    assert_gone(int((tmp_path / "pid").read_text()))


def assert_gone(process: int) -> None:
    stat = Path(f"/proc/{process}/stat")
    for _ in range(100):
        if not stat.exists() or ") Z " in stat.read_text():
            return
        time.sleep(0.05)
    pytest.fail("a process that it started is still there")


STOPPED = """
import subprocess, sys, time
from types import SimpleNamespace
from tests.patience import PATIENCE
from tools.bench import __main__ as main
from tools.bench.figures import figure
from tools.bench.processes import started

CHILD = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
GRANDCHILD = "import os, sys, time; print(os.getpid(), flush=True); time.sleep(600)"

def measure():
    yield figure("first", [3, 1, 2], "s")
    with started([sys.executable, "-c", CHILD, GRANDCHILD]) as process:
        print("left:", process.stdout.readline().decode(), flush=True)
        time.sleep(600)

main.importlib = SimpleNamespace(import_module=lambda _: SimpleNamespace(measure=measure))
sys.exit(main.main(["run", "--json", sys.argv[1]]))
"""


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_who_stops_it_keeps_the_figures_and_leaves_nothing_running(number: int, code: int, tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    command = [sys.executable, "-c", STOPPED, str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as bench:
        assert bench.stdout is not None
        left = next(line for line in bench.stdout if line.startswith("left:"))
        bench.send_signal(number)
        _, told = bench.communicate(timeout=PATIENCE)
    assert (bench.returncode, "Traceback" in told) == (code, False), told
    assert [row["name"] for row in json.loads(file.read_text())] == ["first"]
    assert_gone(int(left.split()[1]))


def test_what_a_process_took_is_measured() -> None:
    spent = processes.run([sys.executable, "-c", "print(sum(range(3_000_000)))"])
    assert (spent.status, spent.output) == (0, "4499998500000\n")
    assert spent.wall > 0 < spent.processor
    assert spent.peak_mb > 3
