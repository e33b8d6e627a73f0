"""Being told to end, by Ctrl-C or SIGTERM: what is open is closed, and what was seen is kept.

A signal raises `Ended` wherever the program stands. Python drops it where that is a finaliser or a callback
of a garbage collection, so it is remembered too, and long work asks between two of its steps.
"""

from __future__ import annotations

import signal
import sys

_told: list[int] = []


class Ended(KeyboardInterrupt):
    """Somebody wants the work to end.

    One of its own: where a plain `KeyboardInterrupt` passes through `exec` of a text (as in making a dataclass), Python
    kills itself by SIGINT at its exit, although it was caught, and no exit code is left.
    """


def listen() -> None:
    """From now on SIGINT and SIGTERM end the work alike."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    sys.unraisablehook = _unheard


def heed() -> None:
    """Raise `Ended` if a signal has come whose own was lost."""
    if _told:
        raise Ended


def _unheard(dropped: sys.UnraisableHookArgs) -> None:
    """Say nothing of an interruption that Python dropped: it is remembered. Whatever else it drops is told."""
    if not (_told and dropped.exc_type is Ended):
        sys.__unraisablehook__(dropped)


def _end(number: int, _: object) -> None:
    _told.append(number)
    raise Ended
