"""Processes that are measured from outside: in a group of their own, of which nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_PATIENCE = 5
"""Seconds between the request to end and the kill."""


@contextmanager
def started(command: Sequence[str], **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process for as long as needed. Whatever happens, its whole group is gone afterwards."""
    process = subprocess.Popen(
        command, env=environment(**variables), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout:
            process.stdout.close()


def environment(**variables: str) -> dict[str, str]:
    """Ours, with our own modules; a server hands every variable to every request, so none is added for nothing."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))} | variables


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took until it ended: seconds of the clock and of processors, and MB at its peak."""

    wall: float
    processor: float
    peak_mb: float
    status: int
    output: str


def run(command: Sequence[str], timeout: float = 600, **variables: str) -> Spent:
    """Run to the end, or end it with its group after `timeout` seconds (then with a TimeoutError)."""
    begun = time.perf_counter()
    with started(command, **variables) as process:
        assert process.stdout is not None
        output, deadline = bytearray(), begun + timeout
        os.set_blocking(process.stdout.fileno(), False)
        while True:
            output += process.stdout.read() or b""
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                process.returncode = os.waitstatus_to_exitcode(status)
                output += process.stdout.read() or b""
                break
            if time.perf_counter() > deadline:
                raise TimeoutError(f"{' '.join(command[-3:])} did not end within {timeout:.0f} s")
            time.sleep(0.005)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    wall, processor = time.perf_counter() - begun, usage.ru_utime + usage.ru_stime
    return Spent(wall, processor, usage.ru_maxrss / unit, process.returncode, output.decode(errors="replace"))


def group_mb(leader: int) -> float:
    """Memory of a process and of all that it started, shared pages counted once; 0 where the system does not tell."""
    total = 0.0
    for process in _group(leader):
        with suppress(OSError):
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return total


def group_seconds(leader: int) -> float:
    """Processor seconds that a process and all that it started have taken so far."""
    ticks = 0
    for process in _group(leader):
        with suppress(OSError):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _group(leader: int) -> list[int]:
    children, found = _children(), [leader]
    for process in found:
        found += children.get(process, [])
    return found


def _children() -> dict[int, list[int]]:
    """The processes that each process started."""
    found: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            found.setdefault(int(fields[1]), []).append(int(path.parent.name))
    return found
