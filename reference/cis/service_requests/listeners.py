"""Partners that hear of changed requests: each change goes into the outbox, once for each of them."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from sqlalchemy import Connection

from reference.cis.messages import StatusChanged
from reference.common.clock import Clock, stamp
from reference.common.database import Database
from reference.common.outbox import Delivery, Message, Send, delivered_to, enqueue, withhold

_log = logging.getLogger("reference.cis")


class RequestListener(Protocol):
    """A partner's client that hears of changes: of the requests that came from it, or of all."""

    @property
    def hears_all(self) -> bool: ...

    def message(self, change: StatusChanged) -> dict[str, Any] | None:
        """The change in the partner's words; None for one that it does not want."""
        ...

    def deliver(self, message: dict[str, Any]) -> Delivery:
        """Send a message and say how it went."""
        ...


@runtime_checkable
class CopyHolder(Protocol):
    """A listener that can be asked what it holds."""

    def missing(self, messages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those of our messages that it does not hold; raises SourceUnavailable."""
        ...


class Listeners:
    """All partners that hear of changes, by their names."""

    def __init__(self, listeners: Mapping[str, RequestListener]) -> None:
        self._listeners = listeners

    def on_status_changed(self, db: Connection, change: StatusChanged) -> None:
        """Put the change into the outbox, in the transaction that makes it."""
        for partner, listener in self._listeners.items():
            if not listener.hears_all and partner != change.request.origin:
                continue
            _put(db, partner, listener, change)

    def send_missing(self, database: Database, clock: Clock) -> int:
        """Ask every holder of copies what it holds, and send again what it took and has not; how many."""
        count = 0
        for partner, listener in self._listeners.items():
            if not isinstance(listener, CopyHolder):
                continue
            with database.read() as db:
                sent = delivered_to(db, partner)
            lost = listener.missing([message.body for message in sent])
            with database.write() as db:
                for message in sent:
                    if message.body in lost:
                        enqueue(db, message, stamp(clock.now()))
                        count += 1
        return count

    def destinations(self) -> dict[str, Send]:
        """How the outbox sends to each of them."""
        return {partner: _send(listener) for partner, listener in self._listeners.items()}


def _put(db: Connection, partner: str, listener: RequestListener, change: StatusChanged) -> None:
    """A mistake in one partner's words must undo neither the change nor the messages to others; it is withheld."""
    try:
        body = listener.message(change)
    except Exception as failure:
        _log.exception("no message for %s about request %s", partner, change.number)
        facts = {"status": change.status.value, "note": change.note}
        withhold(db, Message(partner, change.number, facts), change.at, f"no message: {type(failure).__name__}")
        return
    if body is not None:
        enqueue(db, Message(partner, change.number, body), change.at)


def _send(listener: RequestListener) -> Send:
    return lambda message: listener.deliver(message.body)
