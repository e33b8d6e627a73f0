"""Letting go of much at once: what was forgotten is taken apart behind the back of whoever goes on working."""

from __future__ import annotations

import queue
import threading
from collections import deque
from functools import cache
from typing import Any

_MUCH = 2_000
"""Below this taking apart costs less than handing over."""

_AT_ONCE = 200
_PAUSE = 0.001
"""Seconds of real time: between two handfuls others may run."""

Things = deque[Any] | dict[Any, Any]


def let_go(things: Things) -> None:
    """Empty it, soon; nobody goes by what is in it any more."""
    if len(things) > _MUCH:
        _worker().put(things)


def all_gone() -> None:
    """Wait until nothing is left that was let go."""
    _worker().join()


@cache
def _worker() -> queue.Queue[Things]:
    """Where a thread of this process waits for work."""
    waiting: queue.Queue[Things] = queue.Queue()
    threading.Thread(target=_work, args=(waiting,), name="letting go", daemon=True).start()
    return waiting


def _work(waiting: queue.Queue[Things]) -> None:
    pause = threading.Event()
    while True:
        things = waiting.get()
        take = things.popitem if isinstance(things, dict) else things.pop
        while things:
            for _ in range(min(_AT_ONCE, len(things))):
                take()
            pause.wait(_PAUSE)
        waiting.task_done()
