"""Reads the summary of a day's predicted levels: a line for each station, of which only Samlae's is ours.

It says no datum; agreed is mean sea level, and heights of another would leap from those that are known.
"""

from __future__ import annotations

import csv
import re

from reference.common.clock import stamp
from reference.common.dates import gregorian_moment
from reference.rwc.measurements import quality
from reference.rwc.messages import FileRefused, Reading, ReceivedFile
from reference.rwc.partners.hydrographic.tide_file import PARAMETER, STATION, UNIT, day_of_name

PREFIX = "tide_summary_"
_HOURS = ("0000", "0400", "0800", "1200", "1600", "2000")
_NAMES = [
    "code", "station.name.TH", "station.name.EN", "lat", "long", "date",
    "max_value", "max_time", "min_value", "min_time", *(f"time_{hour}" for hour in _HOURS),
]  # fmt: skip
_HEIGHT = re.compile(r"-?[0-9]{1,2}[.][0-9]{1,3}")


def read(file: ReceivedFile) -> list[Reading]:
    """Samlae's levels of the day: each fourth hour, the highest and the lowest; raises `FileRefused`."""
    try:
        rows = list(csv.reader(file.data.decode("utf-8-sig").splitlines()))
    except UnicodeDecodeError:
        raise FileRefused("expected UTF-8") from None
    if not rows or rows[0] != _NAMES:
        raise FileRefused(f"line 1: expected {','.join(_NAMES)}")
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(_NAMES):
            raise FileRefused(f"line {number}: expected {len(_NAMES)} cells, seen {len(row)}")
        if row[0] == STATION:
            return _readings(file, number, dict(zip(_NAMES, row, strict=True)))
    raise FileRefused(f"no line of {STATION}")


def _readings(file: ReceivedFile, number: int, row: dict[str, str]) -> list[Reading]:
    day = day_of_name(file.name)
    if row["date"] != day:
        raise FileRefused(f"line {number}: expected {day}, as in the file's name, seen {row['date']}")
    told = [(f"{hour[:2]}:{hour[2:]}", row[f"time_{hour}"], PARAMETER) for hour in _HOURS]
    told += [(row[f"{end}_time"], row[f"{end}_value"], f"{PARAMETER}_{end}") for end in ("max", "min")]
    return [_reading(file.partner, number, f"{day} {at}", height, name) for at, height, name in told]


def _reading(source: str, number: int, at: str, height: str, parameter: str) -> Reading:
    if not _HEIGHT.fullmatch(height):
        raise FileRefused(f"line {number}: expected a height in metres, seen {height or 'none'}")
    try:
        moment = stamp(gregorian_moment(at))
    except ValueError:
        raise FileRefused(f"line {number}: expected a moment of the day, seen {at}") from None
    return Reading(source, STATION, parameter, moment, float(height), UNIT, quality.GOOD)
