"""`partnerlab up --server granian`: everything behind one port, in one worker with one blocking thread.

The parent prints and waits; the worker, made anew by the server, builds the same lab from what it is told.
"""

from __future__ import annotations

import gc
import json
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import click

from partnerlab.commands.standing import standing

if TYPE_CHECKING:
    from partnerlab.lab.lab import Lab

Wsgi = Callable[..., Iterable[bytes]]
VARIABLE = "PARTNERLAB_SERVED"

QUIET = (200_000, 10, 1_000)
"""A journal is many objects and no cycles: to look for some every 700 of them is a quarter of a look-up's cost."""


@dataclass(frozen=True, slots=True)
class Served:
    """What a worker has to know."""

    host: str
    port: int
    seed: int
    systems: dict[str, str | None]
    faults: tuple[str, ...]
    control_token: str | None

    def lab(self) -> Lab:
        lab = standing(self.seed, self.systems, self.faults)
        lab.filing.host, lab.filing.port = self.host, self.port + 1
        return lab

    def refuse_taken_ports(self) -> None:
        """`PortTaken` if somebody has a port that is needed: the server would share it with them."""
        from partnerlab.lab.channels import listening

        for port in (self.port, self.port + 1):
            listening(self.host, port).close()

    def urls(self, lab: Lab) -> dict[str, str]:
        return {name: f"http://{self.host}:{self.port}/{name}" for name in lab.simulators}

    @property
    def control(self) -> str:
        return f"http://{self.host}:{self.port}/__lab"


def serve(served: Served) -> None:
    """Serve until a signal comes; nothing is left behind."""
    try:
        from granian import Granian
        from granian.constants import Interfaces
    except ImportError:
        raise click.UsageError(
            "--server granian needs granian; it comes with: pip install 'partnerlab[load]'"
        ) from None
    with tempfile.TemporaryDirectory(prefix="partnerlab-") as folder:
        # the server ends its worker without a farewell, so what the worker keeps on disk is kept in here
        os.environ |= {VARIABLE: json.dumps(asdict(served)), "TMPDIR": folder}
        Granian(
            f"{__name__}:application", factory=True, address=served.host, port=served.port,
            interface=Interfaces.WSGI, workers=1, blocking_threads=1, websockets=False, log_enabled=False,
        ).serve()  # fmt: skip


def application() -> Wsgi:
    """What the worker serves: the simulators and the control, each under its name."""
    from partnerlab.control.app import Control
    from partnerlab.control.desk import Desk
    from partnerlab.lab.channels.one_port import OnePort

    gc.set_threshold(*QUIET)
    tempfile.tempdir = os.environ["TMPDIR"]  # a worker that was forked remembers its parent's
    told: dict[str, Any] = json.loads(os.environ[VARIABLE])
    served = Served(**told | {"faults": tuple(told["faults"])})
    lab = served.lab()
    _ = lab.filing.drop_off  # listens from here on
    control = Control(Desk(lab, served.urls(lab)), served.control_token)
    return _beside(control, OnePort(lab.simulators))


def _beside(control: Wsgi, simulators: Wsgi) -> Wsgi:
    """The control sees its whole path, as it does on a port of its own."""

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        steered = environ["PATH_INFO"].startswith("/__lab")
        return (control if steered else simulators)(environ, start_response)

    return app
