"""Reads the Navy's file of predicted levels, or says why it is not taken: a file is taken whole or not at all.

Heights of two datums look alike and lie metres apart, so a file must say on every line that it counts from mean sea
level. Anything else, and a line without a datum, refuses the file: MWA knows of no offset at Samlae. So do a line of
another day than the one in the file's name, and an hour that is not there.
"""

from __future__ import annotations

import re

from reference.common.clock import stamp
from reference.common.dates import gregorian_day, gregorian_moment
from reference.rwc.measurements import quality
from reference.rwc.messages import FileRefused, Reading, ReceivedFile

STATION, PARAMETER, UNIT = "S1", "level", "m MSL"
DATUM = "MSL"
_NAMES = ["station_code", "datetime", "height_m", "datum"]
_DAY = re.compile(r"_([0-9]{4})([0-9]{2})([0-9]{2})[.]csv$")
_HEIGHT = re.compile(r"-?[0-9]{1,2}[.][0-9]{1,3}")


def read(file: ReceivedFile) -> list[Reading]:
    """The predictions of a file, in the order of their lines; raises `FileRefused`."""
    try:
        lines = file.data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise FileRefused("expected UTF-8") from None
    if not lines or lines[0].split(",") != _NAMES:
        raise FileRefused(f"line 1: expected {','.join(_NAMES)}")
    if len(lines) == 1:
        raise FileRefused("no predictions")
    readings = [_reading(file.partner, number, line) for number, line in enumerate(lines[1:], 2)]
    day = day_of_name(file.name)
    for number, reading in enumerate(readings, 2):
        if reading.at[:10] != day:
            raise FileRefused(f"line {number}: expected {day}, as in the file's name, seen {reading.at[:10]}")
    if missing := [f"{hour:02d}:00" for hour in range(24) if not _has(readings, f"{day}T{hour:02d}:00")]:
        raise FileRefused(f"expected every hour of {day}, missing {', '.join(missing)}")
    return readings


def day_of_name(name: str) -> str:
    """The day that the name of a file tells: RTN_S1_20261110.csv."""
    found = _DAY.search(name)
    try:
        return gregorian_day("-".join(found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def _has(readings: list[Reading], hour: str) -> bool:
    return any(reading.at.startswith(hour) for reading in readings)


def _reading(source: str, number: int, line: str) -> Reading:
    cells = [cell.strip() for cell in line.split(",")]
    if len(cells) != len(_NAMES):
        raise FileRefused(f"line {number}: expected {len(_NAMES)} cells, seen {len(cells)}")
    station, moment, height, datum = cells
    if datum != DATUM:
        raise FileRefused(f"line {number}: expected datum {DATUM}, seen {datum or 'none'}")
    if station != STATION:
        raise FileRefused(f"line {number}: expected station {STATION}, seen {station or 'none'}")
    if not _HEIGHT.fullmatch(height):
        raise FileRefused(f"line {number}: expected a height in metres, seen {height or 'none'}")
    return Reading(source, STATION, PARAMETER, _moment(number, moment), float(height), UNIT, quality.GOOD)


def _moment(number: int, text: str) -> str:
    try:
        return stamp(gregorian_moment(text))
    except ValueError:
        raise FileRefused(f"line {number}: expected a moment such as 2026-11-10 08:00, seen {text or 'none'}") from None
