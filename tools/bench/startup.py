"""`partnerlab up` from cold to the first answer, by threads and by granian, and the memory of all its processes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

from tools.bench.figures import figure
from tools.bench.processes import group_mb, run, started

WANTED = 1.5
MOST_MB = {"threads": 100, "granian": 150}
ROUNDS = 3
PATIENCE = 60
_TAKEN = 2
"""The exit code of `up` where it cannot have its ports."""

HOST = "127.0.0.1"
ROW, _FIRST, _ROWS = 64, 20_000, 150


def measure() -> Iterator[dict[str, Any]]:
    """A new process each time, until a simulator answers over its socket; beside it an empty Python in turn."""
    empty = sorted(run([sys.executable, "-c", ""]).wall for _ in range(ROUNDS))[ROUNDS // 2]
    for server, most in MOST_MB.items():
        rounds = [cold(server) for _ in range(ROUNDS)]
        seconds = [seconds for seconds, _ in rounds]
        beside = f"{sorted(seconds)[ROUNDS // 2] / empty:.0f} times an empty Python"
        yield figure(f"up --server {server}, from cold to the first answer", seconds, "s", WANTED, beside=beside)
        memory = [megabytes for _, megabytes in rounds]
        yield figure(f"up --server {server}, memory of all processes", memory, "MB", most)
    rounds = [_everything() for _ in range(ROUNDS)]
    name = "all partners and both references in one process"
    yield figure(f"{name}, until they answer", [seconds for seconds, _ in rounds], "s", WANTED)
    yield figure(f"{name}, memory", [megabytes for _, megabytes in rounds], "MB", 150)


def _everything() -> tuple[float, float]:
    """Seconds until everything answered, and the MB that it took."""
    spent = run([sys.executable, "-m", "tools.bench.everything"], PATIENCE)
    return spent.wall, float(spent.output)


def cold(server: str) -> tuple[float, float]:
    """Seconds until `up` answered and MB then; where somebody took one of its ports meanwhile, at others."""
    for first in rows():
        begun = time.perf_counter()
        command = [sys.executable, "-m", "partnerlab", "up", "--port", str(first), "--server", server]
        with started(command, PYTHONDONTWRITEBYTECODE="") as process:
            while process.poll() is None and time.perf_counter() - begun < PATIENCE:
                if _answers(first):
                    seconds = time.perf_counter() - begun
                    if _is_up(process):
                        return seconds, group_mb(process.pid)
                    break
                time.sleep(0.01)
            process.wait(PATIENCE)
        if process.returncode != _TAKEN:
            break
    raise RuntimeError(f"partnerlab up --server {server} did not come up")


def _is_up(process: subprocess.Popen[bytes]) -> bool:
    """Whether it gets the rest of its ports too: then it says so, else it ends without a word."""
    assert process.stdout is not None
    return process.stdout.readline() != b""


def _answers(port: int) -> bool:
    """Whether the first simulator answers; that it knows no such operation is an answer too."""
    try:
        urllib.request.urlopen(f"http://{HOST}:{port}/who", timeout=5)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def rows() -> Iterator[int]:
    """First ports of rows that nobody has now.

    They lie below those that the system gives away, to callers and to servers that take any: of a row of such, one is
    easily somebody's before `up` comes to it, be it by the very call that asks whether the first listens yet.
    """
    for turn in range(_ROWS):
        first = _FIRST + (os.getpid() + turn) % _ROWS * ROW
        if all(map(_is_free, range(first, first + ROW))):
            yield first


def _is_free(port: int) -> bool:
    try:
        socket.create_server((HOST, port)).close()
    except OSError:
        return False
    return True
