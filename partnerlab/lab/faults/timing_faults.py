"""Faults of time: a message or file is made now and sets off later, by the clock or behind the next one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from partnerlab.lab.clock import Clock
from partnerlab.lab.faults.fault import Fault
from partnerlab.world.calendar.durations import parse_duration

Go = Callable[[], None]


class HeldMessages:
    """Messages by partner that wait until a later message of the same partner has overtaken them."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Go]] = {}

    def waits(self, partner: str) -> bool:
        return bool(self._waiting.get(partner))

    def hold(self, partner: str, go: Go) -> None:
        self._waiting.setdefault(partner, []).append(go)

    def release(self, partner: str) -> None:
        """Deliver in their order the messages that were held back until a later one had passed them."""
        for go in self._waiting.pop(partner, []):
            go()

    def reset(self) -> None:
        self._waiting.clear()

    def snapshot(self) -> Any:
        return None

    def restore(self, state: Any) -> None:
        self.reset()

    def busy(self) -> str | None:
        return "a message waits to be overtaken" if any(self._waiting.values()) else None

    def run_due(self) -> int:
        return 0


@dataclass(frozen=True, slots=True)
class Departures:
    """What a timing fault needs to delay a message: the clock, and the list of messages that are held back."""

    clock: Clock
    held: HeldMessages


def late(departures: Departures, partner: str, go: Go, *, by: str) -> bool:
    """Leaves now and arrives later: it waits on the clock."""
    departures.clock.after(parse_duration(by), go, f"what {partner} sent, late")
    return True


def overtaken(departures: Departures, partner: str, go: Go) -> bool:
    """The partner's next message arrives before it; one that overtakes another is not held itself."""
    if departures.held.waits(partner):
        return False
    departures.held.hold(partner, go)
    return True


def apply_timing_faults(
    departures: Departures,
    partner: str,
    faults: list[Fault],
    carry: Callable[[list[Fault]], None],
    applied: Sequence[Fault] = (),
) -> None:
    """Carry a message, with those of these faults that have held it, when the last of them lets it go."""
    for number, fault in enumerate(faults, 1):
        go = partial(apply_timing_faults, departures, partner, faults[number:], carry, (*applied, fault))
        if fault.kind.apply(departures, partner, go, **fault.words):
            return
    carry(list(applied))
    departures.held.release(partner)
