"""A lab as it stood: taken once, restored as often as wanted. The systems under test have their own memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from partnerlab.lab.lab import Lab


class MessageInTransit(Exception):
    """Something has set off and not arrived: a moment that cannot be restored."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything of a lab that a reset forgets, by part."""

    now: datetime
    states: dict[str, Any]


def take_snapshot(lab: Lab) -> Snapshot:
    """The lab as it stands; `MessageInTransit` where something is under way."""
    for part in [*lab.parts.values()]:
        if reason := part.busy():
            raise MessageInTransit(reason)
    return Snapshot(lab.clock.now, {name: part.snapshot() for name, part in [*lab.parts.items()]})


def restore_snapshot(lab: Lab, snapshot: Snapshot) -> None:
    """Make the lab what it was; whatever has happened since is forgotten."""
    lab.reset(snapshot.now)
    with lab.lock:
        for name, state in snapshot.states.items():
            lab.parts[name].restore(state)
