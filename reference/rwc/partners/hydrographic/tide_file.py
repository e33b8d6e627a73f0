"""Reads the Navy's file of predicted levels, or says why it is not taken: a file is taken whole or not at all.

Heights of two datums look alike and lie metres apart, so a file must say on every line that it counts from mean sea
level. Anything else, and a line without a datum, refuses the file: MWA knows of no offset at Samlae. So do a line of
another day than the one in the file's name, and an hour that is not there, stands twice, or at another place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from reference.common.clock import BANGKOK, stamp
from reference.common.dates import gregorian_day, gregorian_moment
from reference.rwc.measurements import quality
from reference.rwc.messages import FileRefused, Reading, ReceivedFile
from reference.rwc.partners.hydrographic.table_of_cells import HEIGHT, rows_of

STATION, PARAMETER, UNIT = "S1", "level", "m MSL"
DATUM = "MSL"
_NAMES = ("station_code", "datetime", "height_m", "datum")
_NAME = re.compile("RTN_S1_([0-9]{8})[.]csv")
_HOURS = 24


def read(file: ReceivedFile) -> list[Reading]:
    """The predictions of a file, in the order of their lines; raises `FileRefused`."""
    day = day_of_name(_NAME, file.name)
    rows = rows_of(file.data, _NAMES)
    if not rows:
        raise FileRefused("no predictions")
    readings = [_reading(file.partner, number, cells) for number, cells in enumerate(rows, 2)]
    for number, reading in enumerate(readings, 2):
        if reading.at[:10] != day:
            raise FileRefused(f"line {number}: expected {day}, as in the file's name, seen {reading.at[:10]}")
    _require_hours(day, [reading.at for reading in readings])
    return readings


def _require_hours(day: str, seen: Sequence[str]) -> None:
    """Every hour of the day, each once and in order."""
    first = datetime.combine(gregorian_day(day), time(), BANGKOK)
    wanted = [stamp(first + timedelta(hours=hour)) for hour in range(_HOURS)]
    if missing := [moment[11:16] for moment in wanted if moment not in seen]:
        raise FileRefused(f"expected every hour of {day}, missing {', '.join(missing)}")
    for number, (moment, right) in enumerate(zip(seen, [*wanted, ""], strict=False), 2):
        if moment != right:
            raise FileRefused(f"line {number}: expected {right[11:16] or 'the end'}, seen {moment[11:16]}")


def day_of_name(pattern: re.Pattern[str], name: str) -> str:
    """The day that the name of a file tells, as 2026-11-10; raises `FileRefused` where it tells none."""
    found = pattern.fullmatch(name)
    text = found[1] if found else ""
    try:
        return gregorian_day(f"{text[:4]}-{text[4:6]}-{text[6:]}").isoformat()
    except ValueError:
        raise FileRefused(f"expected a name with a day, such as 20261110, seen {name}") from None


def _reading(source: str, number: int, cells: Sequence[str]) -> Reading:
    station, moment, height, datum = cells
    if datum != DATUM:
        raise FileRefused(f"line {number}: expected datum {DATUM}, seen {datum.strip() or 'none'}")
    if station != STATION:
        raise FileRefused(f"line {number}: expected station {STATION}, seen {station.strip() or 'none'}")
    if not HEIGHT.fullmatch(height):
        raise FileRefused(f"line {number}: expected a height in metres, seen {height.strip() or 'none'}")
    return Reading(source, STATION, PARAMETER, _moment(number, moment), float(height), UNIT, quality.GOOD)


def _moment(number: int, text: str) -> str:
    try:
        return stamp(gregorian_moment(text))
    except ValueError:
        raise FileRefused(f"line {number}: expected a moment such as 2026-11-10 08:00, seen {text or 'none'}") from None
