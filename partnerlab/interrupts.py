"""Ctrl-C, SIGTERM and a closed terminal (SIGHUP): stop cleanly, but never in the middle of a write.

A signal raises `Interrupted` wherever the program is. Python drops an exception that is raised in a finaliser or in a
callback of the garbage collector, so the signal is remembered too, and long work calls `raise_if_interrupted` between
two of its steps.

Short work that must not stop halfway, such as a running event loop or the writing of a report, runs under
`with uninterrupted:`. There the first signal takes effect at the end of the block, a second one at once.

Code of others, such as a system under test in this process, runs under `with foreign_code:`. It too may end what it
does, but only for a while, for it may run in a circle; if it then catches what stops it, the process ends at once.
"""

from __future__ import annotations

import atexit
import os
import select
import signal
import sys
from collections.abc import Callable
from threading import get_ident, main_thread

GRACE = 3.0
"""Seconds for which code of others may go on after a signal."""

_STUBBORN = "stopped; what ran here caught every interruption, so that no report could be written"
_INTERRUPTED = 130

_received: list[int] = []
"""Numbers of the signals so far."""


class Interrupted(KeyboardInterrupt):
    """The user or the system wants the program to stop.

    Not a plain `KeyboardInterrupt`: if one passes through `exec` of a text (as when a dataclass is made), Python kills
    itself by SIGINT at exit, although the exception was caught, and the exit code is lost.
    """


def install_signal_handlers() -> None:
    """Let the signals that end a program raise `Interrupted` from now on."""
    for number in _ending():
        signal.signal(number, _on_signal)
    sys.unraisablehook = _report_dropped
    atexit.register(_ignore_signals)


def _ending() -> list[int]:
    """SIGHUP is among them only where it is not ignored: `nohup` lets a program outlive its terminal."""
    numbers: list[int] = [signal.SIGINT, signal.SIGTERM]
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # there is none on Windows
        numbers.append(signal.SIGHUP)
    return numbers


def leave_to_parent() -> None:
    """In a process that its parent ends: SIGTERM is heeded once, for a whole group may get it, and then the parent's
    comes too; what a terminal sends to all of it is the parent's alone."""
    for number in _ending():
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _on_only_signal)


def _on_only_signal(number: int, frame: object) -> None:
    signal.signal(number, signal.SIG_IGN)
    _on_signal(number, frame)


def _ignore_signals() -> None:
    """The exit code is decided; but Python restores the default handlers before it ends, and they would kill it."""
    for number in _ending():
        signal.signal(number, signal.SIG_IGN)


def was_interrupted() -> bool:
    """Whether there was a signal."""
    return bool(_received)


def raise_if_interrupted() -> None:
    """Raise `Interrupted` if there was a signal, in case its own exception was dropped."""
    if _received:
        raise Interrupted


class Signals:
    """Waits for signals, in a program that has nothing else to do.

    From here on no signal raises an exception, so that a second one does not stop the clean-up: one Ctrl-C may come
    twice, as `timeout` sends it.
    """

    def __init__(self, *more: int) -> None:
        self._read_end, write_end = os.pipe()  # both stay open: Python complains if it cannot write
        os.set_blocking(write_end, False)
        signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
        for number in (*_ending(), *more):
            signal.signal(number, _do_nothing)
        raise_if_interrupted()

    def next(self) -> set[int]:
        """Wait for signals and return their numbers; those that come together have no order."""
        return set(os.read(self._read_end, 64))

    def within(self, seconds: float) -> set[int]:
        """The signals that come in this time, as soon as they do; often none."""
        return self.next() if select.select([self._read_end], [], [], seconds)[0] else set()


def _do_nothing(*_: object) -> None:
    """Python itself writes the signal's number to the pipe."""


class _Uninterrupted:
    """A block that a signal does not stop; without effect outside the main thread, where no signal arrives."""

    depth, waiting = 0, False

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


uninterrupted = _Uninterrupted()
"""`with uninterrupted:` completes its block, and then raises `Interrupted` if a signal came meanwhile."""


class _ForeignCode:
    """Such a block around code of others, which ends some seconds after a signal even if that code does not."""

    depth = 0

    def __enter__(self) -> None:
        uninterrupted.__enter__()
        if get_ident() == main_thread().ident:
            self.depth += 1

    def __exit__(self, *raised: object) -> None:
        if get_ident() == main_thread().ident:
            self.depth -= 1
            if _received and not self.depth:
                _alarm(0, _raise_in_time)
        uninterrupted.__exit__(*raised)


foreign_code = _ForeignCode()
"""`with foreign_code:` calls what may not come back."""


def _alarm(seconds: float, act: Callable[[int, object], None]) -> None:
    if hasattr(signal, "setitimer"):  # not on Windows
        signal.signal(signal.SIGALRM, act)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _raise_in_time(*_: object) -> None:
    uninterrupted.waiting = False
    _alarm(GRACE, _end_at_once)
    raise Interrupted


def _end_at_once(*_: object) -> None:
    """Leave, with what goes at exit gone."""
    sys.stderr.write(f"{_STUBBORN}\n")
    sys.stderr.flush()
    atexit._run_exitfuncs()
    os._exit(_INTERRUPTED)


def _report_dropped(dropped: sys.UnraisableHookArgs) -> None:
    """Print what Python dropped, except an interruption, which is remembered."""
    if not (_received and dropped.exc_type is Interrupted):
        sys.__unraisablehook__(dropped)


def _on_signal(number: int, _: object) -> None:
    _received.append(number)
    uninterrupted.waiting = bool(uninterrupted.depth) and len(_received) == 1
    if foreign_code.depth:
        _alarm(GRACE, _raise_in_time if uninterrupted.waiting else _end_at_once)
    if not uninterrupted.waiting:
        raise Interrupted
