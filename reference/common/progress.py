"""Says how far long work has come. A command may show it; a real installation does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[str, int], object]
"""Gets the kind of work (`settled`, `seeded`, `debited`) and how many pieces are done."""

_listeners: list[Listener] = []


def report(work: str, done: int) -> None:
    """So many pieces of a kind of work are done."""
    for listener in _listeners:
        listener(work, done)


@contextmanager
def reported_to(listener: Listener) -> Iterator[None]:
    """Let a listener hear of all long work meanwhile."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
