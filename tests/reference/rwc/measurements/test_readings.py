"""Readings that jump from those that are known, by source, point and parameter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import Connection

from reference.common.clock import BANGKOK
from reference.common.database import Database
from reference.rwc.measurements import readings
from reference.rwc.messages import Reading
from reference.rwc.tables import metadata

NOW = datetime(2026, 11, 10, 8, 0, tzinfo=BANGKOK)


@pytest.fixture
def db() -> Iterator[Connection]:
    store = Database(None, metadata)
    with store.write() as connection:
        readings.keep(connection, [level(8, 1.0), level(8, None, point="S2")], NOW)
        yield connection
    store.close()


def level(
    hour: int, value: float | None, *, source: str = "navy", point: str = "S1", parameter: str = "level"
) -> Reading:
    at = f"2026-11-11T{hour:02}:00:00+07:00"
    return Reading(source, point, parameter, at, value, "m", "missing" if value is None else "good")


@pytest.mark.parametrize(
    ("reading", "jumps"),
    [
        (level(8, 2.0), False),
        (level(8, 2.1), True),
        (level(7, 2.1), True),
        (level(9, -0.1), True),
        (level(10, 9.0), False),
        (level(8, 9.0, source="army"), False),
        (level(8, 9.0, point="S2"), False),
        (level(8, 9.0, point="S3"), False),
        (level(8, 9.0, parameter="depth"), False),
        (level(8, None), False),
    ],
)
def test_a_jump_is_one_from_the_same_hour_or_an_hour_beside_it(db: Connection, reading: Reading, jumps: bool) -> None:
    found = readings.find_jump(db, [level(20, 1.0, source=reading.source), reading], 1.0)
    assert (found is not None) == jumps
    if found:
        assert found.startswith(f"jumps by more than 1.0 m: {reading.value} at {reading.at[:16]}, 1.0 known for ")
