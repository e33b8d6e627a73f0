"""Being told to end, by Ctrl-C or SIGTERM: what is open is closed, and what was seen is kept.

A signal raises `Interrupted` wherever the program stands. Python drops it where that is a finaliser or a callback
of a garbage collection, so it is remembered too, and long work asks between two of its steps.

What is short and must not be broken off in its middle, such as an event loop at work or a report that is being
written, is done under `held`: there the first signal waits for its end. A second one waits for nothing.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
from threading import get_ident, main_thread

_told: list[int] = []


class Interrupted(KeyboardInterrupt):
    """Somebody wants the work to end.

    One of its own: where a plain `KeyboardInterrupt` passes through `exec` of a text (as in making a dataclass), Python
    kills itself by SIGINT at its exit, although it was caught, and no exit code is left.
    """


def listen() -> None:
    """From now on SIGINT and SIGTERM end the work alike."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    sys.unraisablehook = _unheard
    atexit.register(_deaf)


def _deaf() -> None:
    """How it ended is decided; but Python gives both back before it is gone, and then they would kill it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def heed() -> None:
    """Raise `Interrupted` if a signal has come whose own was lost."""
    if _told:
        raise Interrupted


class Signals:
    """Signals as something to wait for, where all there is to do is to wait.

    From here to its end the program is interrupted by none, so what tidies up is not broken off by a second one: one
    Ctrl-C may come twice, as `timeout` sends it.
    """

    def __init__(self, *more: int) -> None:
        self._ear, mouth = os.pipe()  # both open to the end: Python complains where it cannot tell of a signal
        os.set_blocking(mouth, False)
        signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, *more):
            signal.signal(number, _wake)
        heed()

    def next(self) -> set[int]:
        """The numbers of what has come, as soon as anything comes; what comes at once is in no order of its own."""
        return set(os.read(self._ear, 64))


def _wake(*_: object) -> None:
    """Python has written the signal's number to where it is waited for."""


class _Held:
    """Signals come to the main thread alone, so in any other there is nothing to hold."""

    def __init__(self) -> None:
        self.depth, self.waiting = 0, False

    def __enter__(self) -> None:
        if get_ident() == main_thread().ident:
            self.depth += 1

    def __exit__(self, *raised: object) -> None:
        if get_ident() != main_thread().ident:
            return
        self.depth -= 1
        if self.waiting and not self.depth:
            self.waiting = False
            raise Interrupted


held = _Held()
"""`with held:` lets what stands in it come to its end, and then heeds a signal that has come meanwhile."""


def _unheard(dropped: sys.UnraisableHookArgs) -> None:
    """Say nothing of an interruption that Python dropped: it is remembered. Whatever else it drops is told."""
    if not (_told and dropped.exc_type is Interrupted):
        sys.__unraisablehook__(dropped)


def _end(number: int, _: object) -> None:
    _told.append(number)
    held.waiting = bool(held.depth) and len(_told) == 1
    if not held.waiting:
        raise Interrupted
