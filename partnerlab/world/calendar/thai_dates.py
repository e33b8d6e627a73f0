"""Dates at the edge, in the Buddhist era (BE = Gregorian year + 543). Inside, a date is a `datetime.date`.

Registers write unknown parts as 00 (`25000000`: born in 2500, day unknown) and, as a number, 0 for no date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from partnerlab.errors import WorldError

BE_OFFSET = 543
MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip

_EIGHT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SHORT = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{2}|[0-9]{4})")
_LONG = re.compile(rf"([0-9]{{1,2}}) ({'|'.join(MONTHS)}) (?:พ\.ศ\. )?([0-9]{{4}})")
_FIRST_BE, _LAST_BE = 2400, 2999


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the day, or month and day, may be unknown. `year` is Gregorian."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def exact(self) -> date | None:
        """The date, if all of it is known."""
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    def be_digits(self) -> str:
        return f"{self.year + BE_OFFSET:04d}{self.month or 0:02d}{self.day or 0:02d}"


def be_year(day: date) -> int:
    """2569 for a day of 2026."""
    return day.year + BE_OFFSET


def be_digits(day: date) -> str:
    """`25691123`."""
    return f"{be_year(day):04d}{day.month:02d}{day.day:02d}"


def be_number(day: date | None) -> int:
    """25691123, the integer of Linkage; 0 for no date."""
    return 0 if day is None else int(be_digits(day))


def be_short(day: date) -> str:
    """`23/11/69`."""
    return f"{day.day:02d}/{day.month:02d}/{be_year(day) % 100:02d}"


def be_slashed(day: date) -> str:
    """`23/11/2569`."""
    return f"{day.day:02d}/{day.month:02d}/{be_year(day)}"


def be_long(day: date) -> str:
    """`23 พฤศจิกายน 2569`."""
    return f"{day.day} {MONTHS[day.month - 1]} {be_year(day)}"


def parse_be(text: str | int) -> date:
    """The day of `25691123` (text or number), `23/11/69`, `23/11/2569` or `23 พฤศจิกายน 2569`.

    A missing or partly unknown date, one that no calendar has, and a Gregorian year are each refused by name.
    """
    partial = parse_be_partial(text)
    if partial is None:
        raise WorldError(f"date: {text!r} says there is no date; ask parse_be_partial where that may happen")
    if partial.exact is None:
        raise WorldError(f"date: {text!r} is known in part only; ask parse_be_partial where that may happen")
    return partial.exact


def parse_be_partial(text: str | int) -> PartialDate | None:
    """As `parse_be`, but unknown parts become None, and `0`, `00000000` or an empty text no date at all."""
    text = str(text)
    if not text.strip("0"):
        return None
    year, month, day = _parts(text)
    if not _FIRST_BE <= year <= _LAST_BE:
        hint = f"; it looks Gregorian, which would be {year + BE_OFFSET}" if 1850 <= year <= 2150 else ""
        raise WorldError(f"date: expected a year BE ({_FIRST_BE}-{_LAST_BE}) in {text!r}, seen {year}{hint}")
    if not 0 <= month <= 12 or not 0 <= day <= 31 or (day and not month):
        raise WorldError(f"date: {text!r} has no such month or day; unknown parts are 00, from the day up")
    if month and day:
        _must_exist(text, year, month, day)
    return PartialDate(year - BE_OFFSET, month or None, day or None)


def _parts(text: str) -> tuple[int, int, int]:
    if found := _EIGHT.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _SHORT.fullmatch(text):
        year = int(found[3])
        return year + 2500 if len(found[3]) == 2 else year, int(found[2]), int(found[1])
    if found := _LONG.fullmatch(text):
        return int(found[3]), MONTHS.index(found[2]) + 1, int(found[1])
    forms = "'25691123', '23/11/69', '23/11/2569' or '23 พฤศจิกายน 2569'"
    raise WorldError(f"date: expected {forms}, seen {text!r}")


def _must_exist(text: str, year: int, month: int, day: int) -> None:
    try:
        date(year - BE_OFFSET, month, day)
    except ValueError:
        raise WorldError(
            f"date: {text!r} does not exist: month {month} of {year} BE ({year - BE_OFFSET}) has no day {day}"
        ) from None
