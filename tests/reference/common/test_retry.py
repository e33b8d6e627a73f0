"""When our side tries again: later each time, and never before the other side wants to be asked."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from reference.common.retry import next_try

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=7)))


def minutes(attempts: int, retry_after: str | None) -> float:
    return (next_try(NOW, attempts, retry_after) - NOW).total_seconds() / 60


def test_without_a_word_from_the_other_side_delays_grow() -> None:
    assert [minutes(attempts, None) for attempts in range(7)] == [1, 5, 15, 60, 240, 240, 240]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("600", 10),
        (" 90 ", 1.5),
        ("0", 1),
        ("30", 1),  # our own delay is longer
        ("Mon, 23 Nov 2026 02:20:00 GMT", 20),
        ("Mon, 23 Nov 2026 01:00:00 GMT", 1),  # past
        ("", 1),
        ("soon", 1),
        ("-5", 1),
        ("๖๐๐", 1),
    ],
)
def test_the_other_sides_word_counts_where_it_is_later(told: str, expected: float) -> None:
    assert minutes(0, told) == expected
