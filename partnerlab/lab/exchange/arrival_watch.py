"""Watches the channels of a lab that is up, and takes up each file when it arrives, without a move of the clock."""

from __future__ import annotations

import logging
import threading

from partnerlab.lab.channels.channel import SystemCrashed, Unreachable
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.system_under_test import HookFailed

_log = logging.getLogger(__name__)

_PATIENCE = 2.0
"""Seconds for which a reader of the journal waits for files that are being judged; it may be asked by one who acts."""


def watch_arrivals(lab: Lab) -> None:
    """Take up what arrives from now on until the lab is closed, in a thread that waits for it."""
    wake, ended = threading.Event(), threading.Event()

    def wait() -> None:
        while True:
            wake.wait()
            wake.clear()
            if ended.is_set():
                return
            with lab.acting:
                _take_up(lab)

    def end() -> None:
        ended.set()
        wake.set()

    file_exchange(lab).on_arrival = wake.set
    lab.resources.callback(end)
    threading.Thread(target=wait, name="arrivals", daemon=True).start()


def take_up_before_reading(lab: Lab) -> None:
    """Let what has arrived stand in the journal before somebody reads it."""
    files = file_exchange(lab)
    if (files.arrived or files.taking_up) and lab.acting.acquire(timeout=_PATIENCE):
        try:
            _take_up(lab)
        finally:
            lab.acting.release()


def _take_up(lab: Lab) -> None:
    """Judge each arrived file, also when the system of ours that should hear of it cannot be reached."""
    files = file_exchange(lab)
    while files.arrived:
        try:
            files.run_due()
        except (HookFailed, Unreachable, SystemCrashed) as bad:
            _log.warning("a file has arrived, but the system that it is for could not be told: %s", bad)
