"""Send the log lines of a system to its lab in the background, and count the findings."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue

import click

from partnerlab.errors import InputError

_PATIENCE = 10.0
"""Seconds for the lines that are still to be sent at the end."""


class LogLines:
    """The lines wait for the lab, not the system for its log: the lab may be waiting for this very answer."""

    def __init__(self, send: Callable[[str], list[str]]) -> None:
        """`send` hands over one line and returns what was found in it."""
        self._send, self._lines = send, SimpleQueue[str | None]()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self.found = 0

    def add(self, line: str) -> None:
        self._lines.put(line)

    def close(self) -> None:
        """Wait for what was said last."""
        self._lines.put(None)
        self._thread.join(_PATIENCE)

    def _run(self) -> None:
        while (line := self._lines.get()) is not None:
            try:
                findings = self._send(line)
            except InputError:  # the lab may be gone already
                continue
            for finding in findings:
                self.found += 1
                click.echo(f"log: {finding}", err=True)
