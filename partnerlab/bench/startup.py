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
from typing import Any

TARGET = 1.5
MOST_MB = 150
ROUNDS = 3


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
    command = [sys.executable, "-m", "partnerlab.bench.everything"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = process.stdout.readline()
        return time.perf_counter() - begun, float(told)


def _cold() -> float:
    port = free_port()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "partnerlab", "up", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": ""},
    )
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - begun > 30:
                raise RuntimeError("partnerlab up did not come up")
        return time.perf_counter() - begun
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def _empty() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", ""], check=True)
    return time.perf_counter() - begun


def _answers(port: int) -> bool:
    """Whether the first simulator answers; that it knows no such operation is an answer too."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/who", timeout=1)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def free_port() -> int:
    """A port of this machine that nobody has now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
