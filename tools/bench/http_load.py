"""Served messages of three kinds from outside, as a share of what bare WSGI serves behind the same granian.

Sixteen connections; the servers take short turns one after the other, and a round's ratio is of turns that lie side by
side, so that whatever disturbs the machine disturbs both. It takes about a minute, and no more on a busy machine.
"""

from __future__ import annotations

import socket
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tools.bench import recorded_exchanges
from tools.bench.figures import figure
from tools.bench.load_client import Load, load
from tools.bench.processes import group_mb, group_seconds, started
from tools.bench.servers import PLAYED, address

WANTED = {"look-up": 0.6, "status": 0.6, "row": None}
"""The least share of bare WSGI: of a register's look-up, of a status that a portal takes, of a row that is kept."""

ROUNDS, SECONDS, WARM, PATIENCE = 9, 0.3, 0.5, 60
SERVED = ("simulators", "bare_wsgi", "plain_flask")
MOST_MB = 100


@dataclass
class Turns:
    """What a server did in its turns, and the processor seconds that it took for all of them."""

    loads: list[Load] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def cost(self) -> float:
        """Processor seconds of a request; they mean something on a busy machine too."""
        return self.seconds / sum(load.rate * SECONDS for load in self.loads)


def measure() -> Iterator[dict[str, Any]]:
    """Three kinds of messages; beside the share of bare WSGI, multiples of a plain Flask view."""
    played = recorded_exchanges.play()
    with ExitStack() as open_:
        running = {name: open_.enter_context(server(name, played)) for name in SERVED}
        for kind, wanted in WANTED.items():
            yield _share(kind, _rounds(running, played.asked[kind]), wanted)
        yield figure("memory under load, all processes", [group_mb(running["simulators"][1])], "MB", MOST_MB)


def _rounds(running: dict[str, tuple[int, int]], asked: recorded_exchanges.Asked) -> dict[str, Turns]:
    """Let each server take its turns, in every place."""
    requests = {name: wires(asked, port) for name, (port, _) in running.items()}
    for name, (port, _) in running.items():
        load(port, requests[name], asked.answer, WARM)
    seen = {name: Turns() for name in running}
    order = list(running)
    for _ in range(ROUNDS):
        for name in order:
            port, process = running[name]
            seen[name].seconds -= group_seconds(process)
            seen[name].loads.append(load(port, requests[name], asked.answer, SECONDS))
            seen[name].seconds += group_seconds(process)
        order.append(order.pop(0))
    return seen


def _share(kind: str, seen: dict[str, Turns], wanted: float | None) -> dict[str, Any]:
    ours, bare, flask = (seen[name] for name in SERVED)
    shares = [turn.rate / beside.rate for turn, beside in zip(ours.loads, bare.loads, strict=True)]
    rate, p99 = (statistics.median(getattr(turn, name) for turn in ours.loads) for name in ("rate", "p99"))
    beside = (
        f"by processor seconds {bare.cost / ours.cost:.2f} of bare WSGI and {flask.cost / ours.cost:.1f} times plain "
        f"Flask; {1e6 * ours.cost:.0f} µs a request, {rate:,.0f}/s, p99 {p99:.1f} ms"
    )
    return figure(f"served {kind}, judged and journalled", shares, "of bare WSGI", wanted, more=True, beside=beside)


def wires(asked: recorded_exchanges.Asked, port: int) -> Iterator[bytes]:
    """The requests as they travel, over and over."""
    return cycle([_wire(asked, port, body) for body in asked.bodies])


def _wire(asked: recorded_exchanges.Asked, port: int, body: bytes) -> bytes:
    target = address(asked) + (f"?{asked.query}" if asked.query else "")
    headers = asked.headers | {"host": f"127.0.0.1:{port}"}
    if body:
        headers["content-length"] = str(len(body))
    lines = [f"{asked.method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


@contextmanager
def server(name: str, played: recorded_exchanges.Played) -> Iterator[tuple[int, int]]:
    """One granian worker that serves this, for as long as needed: its port and its process."""
    with TemporaryDirectory() as folder, socket.socket() as held:  # granian shares a port: it must be nobody else's
        file = Path(folder) / "played"
        played.save(file)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "1",
            "--port", str(port), "--no-ws", "--log-level", "error", "--factory", f"tools.bench.servers:{name}",
        ]  # fmt: skip
        with started(command, **{PLAYED: str(file)}) as process:
            deadline = time.monotonic() + PATIENCE
            while process.poll() is None and time.monotonic() < deadline:
                with suppress(OSError):
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    yield port, process.pid
                    return
                time.sleep(0.05)
            raise RuntimeError("granian did not come up; it comes with: pip install 'partnerlab[load]'")
