"""Free ports in a row: below those that the system gives out, and different ones for each test worker."""

from __future__ import annotations

import itertools
import os
import socket

ROW = 64
_FIRST, _LANE, _LANES = 20_000, 3_000, 4
_turn = itertools.count(os.getpid())


def in_a_row() -> int:
    """The first of `ROW` ports that are free now and that no other test here was given lately."""
    lane = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % _LANES
    for turn in itertools.islice(_turn, _LANE // ROW):
        first = _FIRST + lane * _LANE + turn % (_LANE // ROW) * ROW
        if all(map(_is_free, range(first, first + ROW))):
            return first
    raise AssertionError("no free ports")


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
