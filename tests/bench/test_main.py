"""Every benchmark that can be named is a module that measures."""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

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
    grandchild = Path(f"/proc/{int((tmp_path / 'pid').read_text())}/stat")
    for _ in range(100):
        if not grandchild.exists() or ") Z " in grandchild.read_text():
            return
        time.sleep(0.05)
    pytest.fail("the process that it started is still there")


def test_what_a_process_took_is_measured() -> None:
    spent = processes.run([sys.executable, "-c", "print(sum(range(3_000_000)))"])
    assert (spent.status, spent.output) == (0, "4499998500000\n")
    assert spent.wall > 0 < spent.processor
    assert spent.peak_mb > 3
