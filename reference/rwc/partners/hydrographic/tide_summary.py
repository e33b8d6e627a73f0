"""Reads the summary of a day's predicted levels: a line for each station, of which only Samlae's is ours.

It says no datum; agreed is mean sea level, and heights of another would leap from those that are known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from reference.common.clock import stamp
from reference.common.dates import gregorian_moment
from reference.rwc.measurements import quality
from reference.rwc.messages import FileRefused, Reading, ReceivedFile
from reference.rwc.partners.hydrographic.table_of_cells import HEIGHT, rows_of
from reference.rwc.partners.hydrographic.tide_file import PARAMETER, STATION, UNIT, day_of_name

PREFIX = "tide_summary_"
_NAME = re.compile("tide_summary_([0-9]{8})[.]csv")
_HOURS = ("0000", "0400", "0800", "1200", "1600", "2000")
_NAMES = (
    "code", "station.name.TH", "station.name.EN", "lat", "long", "date",
    "max_value", "max_time", "min_value", "min_time", *(f"time_{hour}" for hour in _HOURS),
)  # fmt: skip
_FORMS = {
    "code": (re.compile("[0-9A-Za-z]+"), "a code"),
    **dict.fromkeys(("station.name.TH", "station.name.EN"), (re.compile(r".*\S.*"), "a name")),
    **dict.fromkeys(("lat", "long"), (HEIGHT, "degrees with two decimals")),
    **dict.fromkeys(("max_value", "min_value", *(f"time_{hour}" for hour in _HOURS)), (HEIGHT, "a height in metres")),
    **dict.fromkeys(("max_time", "min_time"), (re.compile("(?:[01][0-9]|2[0-3]):[0-5][0-9]"), "a time of day")),
}


def read(file: ReceivedFile) -> list[Reading]:
    """Samlae's levels of the day: each fourth hour, the highest and the lowest; raises `FileRefused`."""
    day = day_of_name(_NAME, file.name)
    rows = [dict(zip(_NAMES, cells, strict=True)) for cells in rows_of(file.data, _NAMES)]
    for number, row in enumerate(rows, 2):
        _require_forms(number, row, day)
    stations = [row["code"] for row in rows]
    if twice := next((code for code in stations if stations.count(code) > 1), None):
        raise FileRefused(f"expected one line for each station, seen {twice} again")
    if STATION not in stations:
        raise FileRefused(f"no line of {STATION}")
    return _readings(file.partner, rows[stations.index(STATION)])


def _require_forms(number: int, row: Mapping[str, str], day: str) -> None:
    """A line of any station says what it must: one that does not makes the others doubtful."""
    for name, (form, told) in _FORMS.items():
        if not form.fullmatch(row[name]):
            raise FileRefused(f"line {number}: expected {told} as {name}, seen {row[name].strip() or 'none'}")
    if row["date"] != day:
        raise FileRefused(f"line {number}: expected {day}, as in the file's name, seen {row['date']}")


def _readings(source: str, row: Mapping[str, str]) -> list[Reading]:
    told = [(f"{hour[:2]}:{hour[2:]}", row[f"time_{hour}"], PARAMETER) for hour in _HOURS]
    told += [(row[f"{end}_time"], row[f"{end}_value"], f"{PARAMETER}_{end}") for end in ("max", "min")]
    return [_reading(source, f"{row['date']} {at}", height, name) for at, height, name in told]


def _reading(source: str, at: str, height: str, parameter: str) -> Reading:
    moment = stamp(gregorian_moment(at))
    return Reading(source, STATION, parameter, moment, float(height), UNIT, quality.GOOD)
