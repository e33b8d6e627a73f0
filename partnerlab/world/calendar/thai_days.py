"""The days that Thailand keeps, by year: kept as data, for working them out takes a quarter of a second at every start.

`thai_days.json` holds the days of the `holidays` library; `python -m tools.holidays` writes it anew.
`cabinet_days.json` holds the extra days of the cabinet, each with its source: a new one is entered there, and holds
until the library knows it as well, or for good where it is a day of MWA's provinces alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

Days = dict[date, list[str]]
"""The names of each day on which something is kept."""

KEPT = range(2015, 2041)
"""The years that are kept as data; the library works out any other."""

_CHILDREN = "วันเด็กแห่งชาติ"  # always a Saturday, and no day off
DATA = Path(__file__).with_name("thai_days.json")
"""The days of the library, by date: their names."""


def days_of(year: int) -> Days:
    """The days of a year in order, those of the cabinet among them."""
    days = _kept()[year] if year in KEPT else library_days(year)
    extra = {day: [str(entry["name"])] for day, entry in cabinet_days().items() if day.year == year}
    return dict(sorted((extra | days).items()))


@cache
def cabinet_days() -> Mapping[date, Mapping[str, object]]:
    """The extra days of the cabinet: `name`, `source`, and whether banks are open on it."""
    entries = json.loads(DATA.with_name("cabinet_days.json").read_text(encoding="utf-8"))
    return {date.fromisoformat(day): entry for day, entry in entries.items()}


def library_days(year: int) -> Days:
    """The days of a year as the library has them. It loads the countries of the world: a quarter of a second."""
    import holidays

    thai = holidays.country_holidays("TH", years=year, categories=("public", "government"), language="th")
    return {day: thai.get_list(day) for day in sorted(thai) if thai[day] != _CHILDREN}


@cache
def _kept() -> Mapping[int, Days]:
    kept: dict[int, Days] = {year: {} for year in KEPT}
    for text, names in json.loads(DATA.read_text(encoding="utf-8")).items():
        day = date.fromisoformat(text)
        kept[day.year][day] = names
    return kept
