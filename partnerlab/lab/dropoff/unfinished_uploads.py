"""Uploads that keep their temporary name: never renamed, or broken off.

Such a file has not arrived, so it is told once it has lain for an hour of the lab's time, or when a scenario ends.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from partnerlab.contract.http.message import Request
from partnerlab.lab.channels.channel import FileArrival
from partnerlab.lab.journal import Route
from partnerlab.lab.lab import Lab

PART = "unfinished uploads"
PATIENCE = timedelta(hours=1)


@runtime_checkable
class HoldsUploads(Protocol):
    """A channel on which a file has another name until it is whole."""

    kind: str

    def unfinished_uploads(self) -> list[FileArrival]:
        """What lies there under such a name, and was not forgotten."""

    def forget_unfinished(self, upload: FileArrival) -> None:
        """Do not list it again: it has been reported."""


class UnfinishedUploads:
    """A part of the lab; `channel` gives the drop-off once there is one."""

    def __init__(self, lab: Lab, channel: Callable[[], object]) -> None:
        self._lab, self._channel = lab, channel
        self._since: dict[Path, datetime] = {}

    def run_due(self) -> int:
        """Tell what has lain long enough."""
        return self.tell(PATIENCE)

    def tell(self, older: timedelta = timedelta()) -> int:
        """Note every unfinished upload that lies there for so long, once; how many there were."""
        channel = self._channel()
        if not isinstance(channel, HoldsUploads):
            return 0
        waiting = channel.unfinished_uploads()
        now = self._lab.clock.now
        due = [upload for upload in waiting if upload.path and now - self._since.setdefault(upload.path, now) >= older]
        for upload in due:
            channel.forget_unfinished(upload)
            self._note(upload, channel.kind)
        return len(due)

    def reset(self) -> None:
        self._since.clear()

    def snapshot(self) -> Any:
        """Nothing that could be restored: the channel does not bring uploads back either."""
        return None

    def restore(self, state: Any) -> None:
        """As after a reset."""

    def busy(self) -> str | None:
        return None

    def _note(self, upload: FileArrival, kind: str) -> None:
        partner = self._lab.kit.partner(upload.partner)
        ends = (partner.name, partner.system) if upload.incoming else (partner.system, partner.name)
        assert upload.path is not None
        size = upload.path.stat().st_size if upload.path.exists() else 0
        message = Request("PUT", f"/{upload.folder}/{upload.name}")
        exchange = self._lab.begin(Route(*ends, "?"), message)
        exchange.channel, exchange.own_client, exchange.lost = kind, upload.incoming, "request"
        exchange.findings += upload.findings
        exchange.masked = f"({size} bytes of an upload that was not finished)"
        self._lab.finish(exchange, self._lab.clock.now)
