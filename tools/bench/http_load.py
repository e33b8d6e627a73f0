"""Simulators under load, behind one granian worker with one blocking thread, as multiples of a plain Flask view.

Sixteen connections; the servers take many short turns, each in every place. Whatever disturbs a machine only takes
away, and more from who needs both cores at once: a turn in which others had the machine is taken again, and a process's
rate is that of its best turn. Two processes of the same code differ by a tenth, by where their memory happens to lie: a
server's rate is the mean of the better half of several.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests

from partnerlab.lab.journal import KEPT
from tools.bench import recorded_exchanges
from tools.bench.load_client import Load, load
from tools.bench.servers import MEMORY, MORE_STATES, NO_STATES, PLAYED, STATES

TARGETS = {"GET": 4.5, "POST": 5.0}
"""Times a plain Flask view that returns the same bytes from the same server, written from a dictionary as views do."""

STARTS, ROUNDS, SECONDS, WARM = 10, 3, 0.25, 0.15
"""How often each server is started, the turns it takes then for each method, and seconds of a turn and to get warm."""

STATES_ROUNDS, STATES_SECONDS = 10, 0.1
"""Turns without many states and with them: more and shorter ones, for the difference is small."""

TRIES, MOST_STOLEN = 8, 0.02
"""How often a turn is taken, as long as others have more than this part of the machine."""

SERVED = ("plain_flask", "simulators", "bare_wsgi", "flask_of_ready_bytes")
ALONE, STATED = "simulators alone", "simulators alone, with states"
"""The same processes again, turn by turn without many states and with them, which cost less than what disturbs."""

MOST_MB, MOST_LOST = 100, 5.0


def measure() -> list[dict[str, Any]]:
    """A look-up and a change of state; beside them the server alone."""
    played, most = recorded_exchanges.play(), 0.0
    seen: dict[str, Seen] = {method: {name: [] for name in (*SERVED, ALONE, STATED)} for method in TARGETS}
    for _ in range(STARTS):
        with ExitStack() as open_:
            ports = {name: open_.enter_context(server(name, played)) for name in SERVED}
            for method in TARGETS:
                _load(ports, played.asked[method], seen[method])
            for method in TARGETS:
                _load_with_states(ports["simulators"], played.asked[method], seen[method])
            most = max(most, _ask(ports["simulators"], MEMORY))
    rows = [_row(method, seen[method]) for method in TARGETS]
    return [*rows, *(_states_row(method, seen[method]) for method in TARGETS), _memory_row(most)]


Seen = dict[str, list[list[Load]]]
"""What each server did: in each of its processes, in each turn."""


def _load(ports: dict[str, int], asked: recorded_exchanges.Asked, seen: Seen) -> None:
    """Let each server take its turns, and note what it did in each."""
    for name, port in ports.items():
        load(port, wire(asked, port), asked.answer, WARM)
        seen[name].append([])
    turns = list(ports.items())
    for _ in range(ROUNDS):
        for name, port in turns:
            seen[name][-1].append(_turn(port, asked))
        turns.append(turns.pop(0))


def _load_with_states(port: int, asked: recorded_exchanges.Asked, seen: Seen) -> None:
    """Let one server take its turns with and without them."""
    for name in (ALONE, STATED):
        seen[name].append([])
    for number in range(STATES_ROUNDS):
        for name in (ALONE, STATED) if number % 2 else (STATED, ALONE):
            _ask(port, NO_STATES)
            if name == STATED:
                _ask(port, MORE_STATES)
            load(port, wire(asked, port), asked.answer, WARM)  # its journal is full again
            seen[name][-1].append(_turn(port, asked, STATES_SECONDS))


def _turn(port: int, asked: recorded_exchanges.Asked, seconds: float = SECONDS) -> Load:
    """One turn, in which others leave us the machine if that can be had."""
    turns: list[Load] = []
    while not turns or (turns[-1].stolen > MOST_STOLEN and len(turns) < TRIES):
        turns.append(load(port, wire(asked, port), asked.answer, seconds))
    return min(turns, key=attrgetter("stolen"))


def _row(method: str, seen: Seen) -> dict[str, Any]:
    ours, bare, ready = (_ratio(seen, name) for name in ("simulators", "bare_wsgi", "flask_of_ready_bytes"))
    rate = _calm(seen["simulators"])
    p99 = {name: statistics.median(turn.p99 for turn in chain(*seen[name])) for name in ("simulators", "plain_flask")}
    stolen = statistics.mean(turn.stolen for processes in seen.values() for turn in chain(*processes))
    return {
        "name": f"{method} under load, 16 connections, judged and journalled",
        "value": round(ours, 1),
        "unit": "times plain Flask",
        "target": TARGETS[method],
        "ok": ours >= TARGETS[method] and p99["simulators"] <= p99["plain_flask"],
        "beside": f"bare WSGI {bare:.1f} times (this is {ours / bare:.0%} of it), Flask given ready bytes {ready:.1f}",
        "detail": (
            f"{rate:,.0f}/s; p99 {p99['simulators']:.1f} ms, plain Flask's {p99['plain_flask']:.1f} ms; "
            f"others had {stolen:.1%} of the machine"
        ),
    }


def _states_row(method: str, seen: Seen) -> dict[str, Any]:
    alone, stated = (_better([turn.rate for turn in chain(*seen[name])]) for name in (ALONE, STATED))
    lost = 100 * (1 - stated / alone)
    return {
        "name": f"{method} with {STATES:,} states loaded",
        "value": round(lost, 1),
        "unit": "% lost",
        "target": MOST_LOST,
        "ok": lost <= MOST_LOST,
    }


def _ask(port: int, path: str) -> float:
    return float(requests.get(f"http://127.0.0.1:{port}{path}", timeout=30).text)


def _memory_row(most: float) -> dict[str, Any]:
    return {
        "name": f"memory under load, {STATES:,} states, {KEPT:,} exchanges kept",
        "value": round(most),
        "unit": "MB",
        "target": MOST_MB,
        "ok": most <= MOST_MB,
    }


def _ratio(seen: Seen, name: str) -> float:
    return _calm(seen[name]) / _calm(seen["plain_flask"])


def _calm(processes: list[list[Load]]) -> float:
    """Requests a second, in the calm."""
    return _better([max(turn.rate for turn in turns) for turns in processes])


def _better(rates: list[float]) -> float:
    """The mean of the better half."""
    return statistics.mean(sorted(rates)[len(rates) // 2 :])


def wire(asked: recorded_exchanges.Asked, port: int) -> bytes:
    """The request as it travels."""
    target = f"{asked.path}?{asked.query}" if asked.query else asked.path
    headers = asked.headers | {"host": f"127.0.0.1:{port}"}
    if asked.body:
        headers["content-length"] = str(len(asked.body))
    lines = [f"{asked.method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + asked.body


@contextmanager
def server(name: str, played: recorded_exchanges.Played) -> Iterator[int]:
    """One granian worker that serves this, for as long as needed."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "played"
        played.save(file)
        yield from _serve(name, file)


def _serve(name: str, file: Path) -> Iterator[int]:
    with socket.socket() as held:  # granian shares a port, so it must be nobody else's
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind(("127.0.0.1", 0))
        yield from _serve_at(held.getsockname()[1], name, file)


def _serve_at(port: int, name: str, file: Path) -> Iterator[int]:
    # each is told no more than `up` tells its server, which hands all of it to every request
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "1",
            "--port", str(port), "--no-ws", "--log-level", "error", "--factory", f"tools.bench.servers:{name}",
        ],
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), PLAYED: str(file)},
    )  # fmt: skip
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until somebody listens there, or the process has ended."""
    for _ in range(600):
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
            break
    raise RuntimeError("granian did not come up; it comes with: pip install 'partnerlab[load]'")
