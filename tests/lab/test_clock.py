"""Virtual time in Bangkok: it never waits, never runs back, and runs what is due in order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from partnerlab.lab.clock import BANGKOK, Clock, ClockError, aware
from partnerlab.lab.lab import Lab
from partnerlab.world.calendar.durations import parse_duration

NINE = datetime(2026, 11, 23, 9, 0)


@pytest.fixture
def clock() -> Clock:
    return Clock(NINE)


def test_a_time_without_a_zone_is_bangkoks_and_another_is_turned_to_it() -> None:
    assert aware(NINE).isoformat() == "2026-11-23T09:00:00+07:00"
    assert aware(datetime(2026, 11, 23, 20, 0, tzinfo=UTC)).isoformat() == "2026-11-24T03:00:00+07:00"
    assert Clock(NINE).now.tzinfo is BANGKOK


def test_what_is_due_runs_in_order_of_time_and_then_of_asking(clock: Clock) -> None:
    ran: list[str] = []
    clock.after(60, lambda: ran.append("later"), "later")
    clock.after(30, lambda: ran.append("first"), "first")
    clock.after(30, lambda: ran.append("second"), "second")
    assert clock.next_due == aware(NINE) + timedelta(seconds=30)
    clock.move(clock.now + timedelta(seconds=59))
    assert clock.run_due() == 2
    assert ran == ["first", "second"]
    clock.move(clock.now + timedelta(seconds=1))
    assert clock.run_due() == 1
    assert ran == ["first", "second", "later"]
    assert clock.next_due is None


def test_what_is_due_may_schedule_more_that_is_due(clock: Clock) -> None:
    ran: list[str] = []
    clock.after(0, lambda: clock.after(0, lambda: ran.append("inner"), "inner"), "outer")
    assert clock.run_due() == 2
    assert ran == ["inner"]


def test_time_that_elapses_in_an_exchange_runs_nothing_by_itself(clock: Clock) -> None:
    ran: list[str] = []
    clock.after(5, lambda: ran.append("due"), "due")
    clock.elapse(10)
    assert clock.now == aware(NINE) + timedelta(seconds=10)
    assert ran == []
    clock.run_due()
    assert ran == ["due"]


def test_time_does_not_run_back(clock: Clock) -> None:
    with pytest.raises(ClockError, match="it is 2026-11-23 09:00, asked for 2026-11-23 08:59"):
        clock.move(clock.now - timedelta(minutes=1))
    clock.move(clock.now)


def test_a_cleared_clock_forgets_what_was_due(clock: Clock) -> None:
    clock.after(1, lambda: pytest.fail("it was to be forgotten"), "gone")
    clock.reset()
    clock.set(NINE + timedelta(days=1))
    clock.move(clock.now + timedelta(days=1))
    assert clock.run_due() == 0


def test_a_lab_that_advances_stands_at_each_due_moment_when_it_runs(lab: Lab) -> None:
    seen: list[str] = []
    start = lab.clock.now
    for minutes in (30, 10, 90):
        lab.clock.after(minutes * 60, lambda: seen.append(f"{lab.clock.now:%H:%M}"), "look")
    lab.advance(start + timedelta(minutes=60))
    assert seen == ["12:10", "12:30"]
    assert lab.clock.now == start + timedelta(minutes=60)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1 second", 1), ("15 minutes", 900), ("2 hours", 7200), ("1 day", 86400), ("0.5 seconds", 0.5)],
)
def test_durations_as_people_write_them(text: str, expected: float) -> None:
    assert parse_duration(text) == expected


@pytest.mark.parametrize("text", ["15", "15min", "two hours", "-1 hour", "1 month", "๑๕ minutes", ""])
def test_what_is_no_duration_is_told_with_the_form(text: str) -> None:
    with pytest.raises(ValueError, match=f"'{text}' is no duration; write one like '15 minutes'"):
        parse_duration(text)
