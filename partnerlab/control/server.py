"""`partnerlab up --server granian`: everything behind one port, in one worker.

The parent prints and waits; the server is a process of its own, whose worker builds the same lab from what it is told.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from partnerlab import interrupts
from partnerlab.control.lab_setup import make_lab
from partnerlab.control.public_keys import authorize
from partnerlab.lab.exchange.arrival_watch import watch_arrivals
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.front.system_front import system_fronts
from partnerlab.temporary_folder import TemporaryFolder

if TYPE_CHECKING:
    from partnerlab.lab.lab import Lab

Wsgi = Callable[..., Iterable[bytes]]
VARIABLE = "PARTNERLAB_SERVED"

QUIET = (200_000, 10, 1_000)
"""A journal is many objects and no cycles: to look for some every 700 of them is a quarter of a look-up's cost."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What a worker has to know."""

    host: str
    port: int
    seed: int
    systems: dict[str, str | None]
    faults: tuple[str, ...]
    control_token: str | None
    all_checks: bool = False
    limits: tuple[str, ...] = ()
    secret: str | None = None
    root: str | None = None
    with_reference: bool = False
    forms: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls) -> ServerSettings:
        """The settings that the parent process has left in the environment."""
        told: dict[str, Any] = json.loads(os.environ[VARIABLE])
        return cls(**told | {name: tuple(told[name]) for name in ("faults", "limits", "forms", "keys")})

    def lab(self) -> Lab:
        lab = make_lab(self.seed, self.systems, self.faults, self.limits, self.secret, self.root, self.forms)
        lab.personal_data.active = lab.message_times.active = self.all_checks
        file_exchange(lab).host, file_exchange(lab).port = self.host, self.port + 1
        authorize(lab, self.keys)
        return lab

    def refuse_what_cannot_be(self, file_servers: int) -> None:
        """A server that is not installed; or `PortTaken` if somebody has a port, which it would share with them."""
        from partnerlab.lab.channels.ports import listening

        if find_spec("granian") is None:
            raise click.UsageError("--server granian needs granian; it comes with: pip install 'partnerlab[load]'")
        for port in range(self.port, self.port + 1 + file_servers):
            listening(self.host, port).close()

    def urls(self, lab: Lab) -> dict[str, str]:
        return {name: f"http://{self.host}:{self.port}/{name}" for name in simulator_apps(lab)}

    def fronts(self, lab: Lab) -> dict[str, str]:
        """Where partners' clients call our side's systems."""
        return {name: f"http://{self.host}:{self.port}/{name}" for name in system_fronts(lab)}

    @property
    def control(self) -> str:
        return f"http://{self.host}:{self.port}/__lab"


def serve(served: ServerSettings, signals: interrupts.Signals) -> None:
    """Serve until a signal comes; nothing is left behind. A server that ends by itself ends all with exit code 3."""
    with TemporaryFolder() as folder, _server(served, str(folder)) as server:
        while True:
            told = signals.next() - {signal.SIGCHLD}
            if told:  # asked first: what goes to the group kills a server too that is about to leave it
                return
            if server.poll() is not None:
                break
    click.echo(_DIED, err=True)
    raise click.exceptions.Exit(_BROKEN)


_BROKEN = 3

_DIED = (
    "the server has ended by itself; if nothing above says why, somebody killed it, as a system does that is short of "
    "memory. Nothing is left behind; start it again"
)

_NEEDED = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE")
"""All that a Python needs of the environment: the server hands every variable to every request, which costs time, and
one whose name begins with HTTP_ would pass for a header."""

_KILLED = 5.0
"""Seconds until what was killed is gone: longer only if the machine is in trouble."""


@contextmanager
def _server(served: ServerSettings, folder: str) -> Iterator[subprocess.Popen[bytes]]:
    """The server in a process group of its own, which is killed as a whole.

    A terminal's signals do not reach it, and none is asked of it: its worker heeds none while it starts, and then it
    would be waited for without end. Whatever it keeps on disk is kept in `folder`.
    """
    environment = {name: os.environ[name] for name in _NEEDED if name in os.environ} | {
        VARIABLE: json.dumps(asdict(served)),
        "TMPDIR": folder,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            server = subprocess.Popen(
                [sys.executable, "-P", "-m", __name__, str(theirs.fileno())], env=environment,
                start_new_session=True, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()],
            )  # fmt: skip
        try:
            yield server
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            ours.settimeout(_KILLED)
            with suppress(TimeoutError):
                ours.recv(1)  # returns when all are gone that held the other end, and with them their ports


_AT_ONCE = 64
"""Callers whose bodies are read at the same time; threads are made as they are needed, so one that stalls costs one."""


def bear(line: int) -> None:
    """The server's own process, and by it the worker; `line` leads to the parent, whose end is theirs too."""
    from granian import Granian
    from granian.constants import Interfaces

    threading.Thread(target=_end_with_parent, args=[line], daemon=True).start()
    served = ServerSettings.from_environment()
    Granian(
        f"{__name__}:application", address=served.host, port=served.port, interface=Interfaces.WSGI, workers=1,
        blocking_threads=_AT_ONCE, websockets=False, log_enabled=False,
    ).serve(target_loader=application, wrap_loader=False)  # fmt: skip


def _end_with_parent(line: int) -> None:
    os.read(line, 1)  # nothing is ever said: this is the parent's end, and one that tidies nothing up
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def application() -> Wsgi:
    """What the worker serves: the simulators, the control and the live page, each under its name."""
    from partnerlab.control.app import Control
    from partnerlab.control.controller import LabController
    from partnerlab.lab.channels.path_router import PathRouter
    from partnerlab.lab.channels.ports import PortTaken
    from partnerlab.lab.deployment import start_references
    from partnerlab.page.app import beside_control

    gc.set_threshold(*QUIET)
    served = ServerSettings.from_environment()
    lab = served.lab()
    try:
        file_exchange(lab).listen()
        watch_arrivals(lab)
    except PortTaken as taken:
        sys.exit(str(taken))
    urls = served.urls(lab)
    if served.with_reference:
        start_references(lab, urls)
    control = Control(LabController(lab, urls), served.control_token)
    return beside_control(control, PathRouter({**simulator_apps(lab), **system_fronts(lab)}))


if __name__ == "__main__":
    bear(int(sys.argv[1]))
