"""The bench of the start chooses ports that it gets."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Iterator

import pytest

from tests.ports import in_a_row
from tools.bench import startup

_GIVEN_AWAY = 32_768
"""The first port that Linux gives to whoever takes any."""


def test_a_row_has_no_taken_port_and_none_that_the_system_gives_away() -> None:
    first = next(startup.rows())
    with socket.create_server((startup.HOST, first + startup.ROW - 1)):
        assert next(startup.rows()) >= first + startup.ROW
    highest = max(startup.rows()) + startup.ROW
    assert highest <= _GIVEN_AWAY, "there one is easily somebody's before `up` comes to it"


@pytest.mark.slow
def test_where_a_port_was_taken_meanwhile_it_is_measured_at_others(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = in_a_row()
    tried: list[int] = []

    def chosen() -> Iterator[int]:
        for first in itertools.chain([taken], iter(in_a_row, None)):
            tried.append(first)
            yield first

    monkeypatch.setattr(startup, "rows", chosen)
    with socket.create_server((startup.HOST, taken + 2)):
        seconds, megabytes = startup.cold("threads")
    assert 0 < seconds < startup.PATIENCE
    assert megabytes > 10
    assert len(tried) == 2
