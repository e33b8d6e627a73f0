"""The lab of a run with the live page before it, so that somebody may watch the scenarios being played."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from partnerlab.control.controller import LabController
    from partnerlab.lab.deployment import Deployment

_WATCH = "Watch it in a browser: {}"
_STAYS = "The run is over. The page shows how the last scenario ended, until Ctrl-C."


class WatchedStage:
    """Opens a lab as `make` does, serves the page, and keeps both open until it is left.

    `port` is the first port of a lab that is up: the page is where it is then. Each step is shown for `pace` seconds.
    """

    def __init__(self, make: Callable[[], Deployment], port: int, pace: float) -> None:
        self._make, self._port, self._pace = make, port, pace
        self._open = ExitStack()
        self._desk: LabController | None = None

    def __enter__(self) -> WatchedStage:
        return self

    def __exit__(self, *raised: object) -> None:
        self._open.close()

    def __call__(self) -> AbstractContextManager[Deployment]:
        """The lab for the run, which does not close it."""
        from partnerlab.control.app import Control
        from partnerlab.control.controller import LabController
        from partnerlab.lab.channels.socket_http import HttpServer
        from partnerlab.lab.deployment import control_port
        from partnerlab.page.app import PREFIX, beside_control

        opened = self._open.enter_context(self._make())
        self._desk = LabController(opened.lab, opened.urls)
        server = HttpServer(beside_control(Control(self._desk)), port=control_port(opened.lab, self._port))
        self._open.callback(server.close)
        click.echo(_WATCH.format(f"{server.url}{PREFIX}/run"), err=True)
        return nullcontext(opened)

    def hear(self, event: Mapping[str, Any]) -> None:
        """Show an event of the run on the page."""
        if self._desk is not None:
            self._desk.run.hear(event)
        if self._pace and event["event"] == "step_finished":
            threading.Event().wait(self._pace)  # somebody reads; no test waits here

    def stay(self) -> None:
        """Keep the page open until Ctrl-C."""
        from partnerlab import interrupts

        click.echo(_STAYS, err=True)
        interrupts.Signals().next()
