"""A dam's figures of one midnight, and EGAT's two ways of writing them: a list in JSON and a table on a page.

Both write years of the Buddhist era. The list calls a midnight 00:00:00 of the day that begins, the page 24.00 of the
day that ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

from reference.common.dates import gregorian_day
from reference.rwc.messages import FeedUnavailable

CELLS = 16
_NAME, _VOLUME, _USABLE, _INFLOW, _RELEASE = 0, 2, 4, 10, 11
_NO_FIGURE = ("-", "N/A")
_NUMBER = re.compile(r"-?[0-9]+([.][0-9]+)?")
_MIDNIGHT = re.compile(r"([0-9]{2})-([0-9]{2})-([0-9]{4}) 00:00:00")
_MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
_END_OF_DAY = re.compile(rf"24[.]00 น[.] วันที่ ([0-9]{{1,2}}) ({'|'.join(_MONTHS)}) ([0-9]{{4}})")
_ERA = 543


@dataclass(frozen=True, slots=True)
class DamFigures:
    """Million cubic metres (a day), at the midnight with which `day` begins; `name` is a code or the Thai name."""

    name: str
    day: date
    volume: float | None
    usable: float | None
    inflow: float | None
    release: float | None


def from_list(rows: Any) -> list[DamFigures]:
    """The figures of the daily values; raises `FeedUnavailable`."""
    if not isinstance(rows, list):
        raise FeedUnavailable(f"expected a list of daily values, seen {type(rows).__name__}")
    try:
        return [_of_row(row) for row in rows]
    except (KeyError, TypeError) as mistake:
        raise FeedUnavailable(f"not as documented: {mistake!r}") from mistake


def from_page(text: str) -> list[DamFigures]:
    """The figures of the page's table, by position; raises `FeedUnavailable`."""
    table = _Table()
    table.feed(text)
    found = _END_OF_DAY.search(text)
    if found is None:
        raise FeedUnavailable("the page does not say of which midnight it is")
    day = _day(found[3], _MONTHS.index(found[2]) + 1, found[1]) + timedelta(days=1)
    return [_of_cells(row, day) for row in table.rows if any(row[1:])]


def number(value: Any) -> float | None:
    """A number of EGAT's JSON; an empty object is none."""
    if value == {}:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"expected a number or an empty object, seen {value!r}")
    return float(value)


def _of_row(row: Mapping[str, Any]) -> DamFigures:
    found = _MIDNIGHT.fullmatch(row["DATE_TIME"])
    if found is None:
        raise FeedUnavailable(f"expected a midnight such as 10-11-2569 00:00:00, seen {row['DATE_TIME']!r}")
    day = _day(found[3], int(found[2]), found[1])
    return DamFigures(row["DAM_ID"], day, *(number(row[name]) for name in ("STORAGE", "USABLE", "INFLOW", "RELEASE")))


def _of_cells(cells: list[str], day: date) -> DamFigures:
    """Columns have no names to go by, so one more or less refuses the page."""
    if len(cells) != CELLS:
        raise FeedUnavailable(f"expected {CELLS} cells in the row of {cells[_NAME]}, seen {len(cells)}")
    places = (_VOLUME, _USABLE, _INFLOW, _RELEASE)
    return DamFigures(cells[_NAME], day, *(_cell(cells[place]) for place in places))


def _cell(text: str) -> float | None:
    if text in _NO_FIGURE:
        return None
    if not _NUMBER.fullmatch(text):
        raise FeedUnavailable(f"expected a number or - in the table, seen {text!r}")
    return float(text)


def _day(year: str, month: int, day: str) -> date:
    try:
        return gregorian_day(f"{int(year) - _ERA:04d}-{month:02d}-{int(day):02d}")
    except ValueError:
        raise FeedUnavailable(f"no day: {day}-{month}-{year}") from None


class _Table(HTMLParser):
    """The cells of the table's body, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "tr":
            self.rows.append([])
        self._inside = tag == "td" and bool(self.rows)
        if self._inside:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] += data.strip()
