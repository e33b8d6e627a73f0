"""`partnerlab up` from cold to the first answer."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

TARGET = 1.5
MOST_MB = 150
ROUNDS = 3
PATIENCE = 30
_TAKEN = 2
"""The exit code of `up` where it cannot have its ports."""

HOST = "127.0.0.1"
ROW, _FIRST, _ROWS = 64, 20_000, 150


def measure() -> list[dict[str, Any]]:
    """A new process each time, until a simulator answers over its socket; beside it an empty Python."""
    seconds = min(_cold() for _ in range(ROUNDS))
    empty = min(_empty() for _ in range(ROUNDS))
    return [
        {
            "name": "up, from cold to the first answer",
            "value": round(seconds, 2),
            "unit": "s",
            "target": TARGET,
            "ok": seconds <= TARGET,
            "beside": f"{seconds / empty:.0f} times an empty Python",
            "detail": f"best of {ROUNDS}",
        },
        *_everything(empty),
    ]


def _everything(empty: float) -> list[dict[str, Any]]:
    """All partners and both references, served by one process, until the references answer."""
    rounds = [_served() for _ in range(ROUNDS)]
    seconds, most = min(seconds for seconds, _ in rounds), max(most for _, most in rounds)
    return [
        {
            "name": "all partners and both references, from cold until they answer",
            "value": round(seconds, 2),
            "unit": "s",
            "target": TARGET,
            "ok": seconds <= TARGET,
            "beside": f"{seconds / empty:.0f} times an empty Python",
            "detail": f"best of {ROUNDS}",
        },
        {
            "name": "memory of all of them in one process",
            "value": round(most),
            "unit": "MB",
            "target": MOST_MB,
            "ok": most <= MOST_MB,
            "detail": f"worst of {ROUNDS}",
        },
    ]


def _served() -> tuple[float, float]:
    """Seconds until everything answered, and the MB it took."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "tools.bench.everything"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = process.stdout.readline()
        return time.perf_counter() - begun, float(told)


def _cold() -> float:
    """Seconds until `up` answered; where somebody took one of its ports meanwhile, at others."""
    for first in rows():
        begun = time.perf_counter()
        with _up(first) as process:
            while process.poll() is None and time.perf_counter() - begun < PATIENCE:
                if _answers(first):
                    seconds = time.perf_counter() - begun
                    if _is_up(process):
                        return seconds
                    break
        if process.returncode != _TAKEN:
            break
    raise RuntimeError("partnerlab up did not come up")


@contextmanager
def _up(first: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "partnerlab", "up", "--port", str(first)]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            _, told = process.communicate(timeout=10)
            if process.returncode not in (0, _TAKEN):
                sys.stderr.buffer.write(told)


def _is_up(process: subprocess.Popen[bytes]) -> bool:
    """Whether it gets the rest of its ports too: then it says so, else it ends without a word."""
    assert process.stdout is not None
    return process.stdout.readline() != b""


def _empty() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", ""], check=True)
    return time.perf_counter() - begun


def _answers(port: int) -> bool:
    """Whether the first simulator answers; that it knows no such operation is an answer too."""
    try:
        urllib.request.urlopen(f"http://{HOST}:{port}/who", timeout=1)
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
