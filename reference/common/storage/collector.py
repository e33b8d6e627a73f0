"""The collector of cycles rests while many rows pass through: they hold none, and it looks at each again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_users = 0


@contextmanager
def resting_collector() -> Iterator[None]:
    """Collect no cycles meanwhile; where several threads do so, until the last is done."""
    _use(1)
    try:
        yield
    finally:
        _use(-1)


def _use(more: int) -> None:
    global _users
    with _lock:
        _users += more
        if _users:
            gc.disable()
        else:
            gc.enable()
