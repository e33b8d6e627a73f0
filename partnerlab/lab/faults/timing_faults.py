"""Misfortunes of time: a message or file is made now and sets off later, by the clock or behind the next one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from partnerlab.world.calendar.durations import parse_duration

if TYPE_CHECKING:
    from partnerlab.lab.faults.catalogue import Fault
    from partnerlab.lab.lab import Lab

Go = Callable[[], None]


class HeldMessages:
    """What waits, by partner, until a later message of the same partner has overtaken it."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Go]] = {}

    def waits(self, partner: str) -> bool:
        return bool(self._waiting.get(partner))

    def anybody(self) -> bool:
        return any(self._waiting.values())

    def hold(self, partner: str, go: Go) -> None:
        self._waiting.setdefault(partner, []).append(go)

    def release(self, partner: str) -> None:
        """Let go what was overtaken, in the order in which it was sent."""
        for go in self._waiting.pop(partner, []):
            go()

    def clear(self) -> None:
        self._waiting.clear()


def late(lab: Lab, partner: str, go: Go, *, by: str) -> bool:
    """Leaves now and arrives later: it waits on the clock."""
    lab.clock.after(parse_duration(by), go, f"what {partner} sent, late")
    return True


def overtaken(lab: Lab, partner: str, go: Go) -> bool:
    """The partner's next message arrives before it; one that overtakes another is not held itself."""
    if lab.held.waits(partner):
        return False
    lab.held.hold(partner, go)
    return True


def set_off(
    lab: Lab, partner: str, ways: list[Fault], carry: Callable[[list[Fault]], None], held: Sequence[Fault] = ()
) -> None:
    """Carry a message, with those of these faults that have held it, when the last of them lets it go."""
    for number, fault in enumerate(ways, 1):
        go = partial(set_off, lab, partner, ways[number:], carry, (*held, fault))
        if fault.kind.apply(lab, partner, go, **fault.words):
            return
    carry(list(held))
    lab.held.release(partner)
