"""The plot of an operation: level, salinity, release and pumping of a span of days on one time axis."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select

from reference.common.clock import moment_of, stamp
from reference.rwc.measurements import quality
from reference.rwc.measurements.probes import SOURCE
from reference.rwc.operation import alerts, pumping_plan
from reference.rwc.tables import reading

STATION = "S1"
_MEASURED = {"en": "measured", "th": "วัดได้"}
_PANELS: tuple[tuple[dict[str, str], str, tuple[tuple[str, str, str, bool, dict[str, str]], ...]], ...] = (
    ({"en": "Level at Samlae", "th": "ระดับน้ำที่สำแล"}, "m MSL", (
        ("forecast", STATION, "level", False, {"en": "predicted", "th": "ทำนาย"}),
        ("measured", STATION, "river_level", True, _MEASURED),
    )),
    ({"en": "Salinity at Samlae", "th": "ความเค็มที่สำแล"}, "g/L", (
        ("forecast", STATION, "salinity_forecast", False, {"en": "forecast", "th": "พยากรณ์"}),
        ("measured", STATION, "salinity", True, _MEASURED),
    )),
    ({"en": "Release of the dams", "th": "การระบายน้ำจากเขื่อน"}, "Mm³/d", (
        ("daily", "200101", "outflow", False, {"en": "Bhumibol", "th": "ภูมิพล"}),
        ("daily", "100301", "outflow", False, {"en": "Pasak", "th": "ป่าสักชลสิทธิ์"}),
    )),
    ({"en": "Pumping at Samlae", "th": "การสูบน้ำดิบที่สำแล"}, "m³/s", (
        ("steps", STATION, "pump_rate", True, _MEASURED),
    )),
)  # fmt: skip
"""Each panel's title, unit and lines: how a line is drawn, point, parameter, whether it is our own, and title."""

_THRESHOLDS = {
    "g/L": (
        {"value": quality.WATCH, "title": {"en": "watch", "th": "เฝ้าระวัง"}},
        {"value": quality.STOP, "title": {"en": "stop pumping", "th": "หยุดสูบ"}},
    )
}
_ALERTS = {
    "watch": ({"en": "above 0.25", "th": "เกิน 0.25"}, {"en": "back under 0.25", "th": "ต่ำกว่า 0.25"}),
    "stop": ({"en": "above 0.50", "th": "เกิน 0.50"}, {"en": "back under 0.50", "th": "ต่ำกว่า 0.50"}),
}
_POINTS = (
    select(reading.c.source, reading.c.at, reading.c.value)
    .where(reading.c.point == bindparam("of"), reading.c.parameter == bindparam("parameter"))
    .where((reading.c.source == SOURCE) == bindparam("own"), reading.c.quality == quality.GOOD)
    .where(reading.c.at.between(bindparam("first"), bindparam("last")))
    .order_by(reading.c.source, reading.c.at)
)
Names = Mapping[str, Mapping[str, str]]
"""What the duty officer calls each source, in both languages."""


def plot(db: Connection, first: date, last: date, names: Names) -> dict[str, Any]:
    """The readings and forecasts from the first midnight of a span of days to its last, as panels of lines."""
    begin, end = f"{first.isoformat()}T00:00:00+07:00", f"{(last + timedelta(days=1)).isoformat()}T00:00:00+07:00"
    days = [(first + timedelta(days=day)).isoformat() for day in range((last - first).days + 1)]
    panels = [
        {
            "title": title,
            "unit": unit,
            "thresholds": list(_THRESHOLDS.get(unit, ())),
            "lines": [_line(db, line, begin, end, names) for line in lines],
        }
        for title, unit, lines in _PANELS
    ]
    bands = [band for day in days for band in _rests(db, day)]
    return {"from": begin, "until": end, "panels": panels, "bands": bands, "moments": list(_moments(db, begin, end))}


def _line(
    db: Connection, line: tuple[str, str, str, bool, dict[str, str]], begin: str, end: str, names: Names
) -> dict[str, Any]:
    """One line of the plot, from one source: the first by name if several have it."""
    kind, point, parameter, own, title = line
    rows = db.execute(_POINTS, {"of": point, "parameter": parameter, "own": own, "first": begin, "last": end}).all()
    source = rows[0].source if rows else ""
    name = names.get(source, {})
    full = {language: f"{text} ({name[language]})" if name else text for language, text in title.items()}
    return {"title": full, "kind": kind, "points": [[row.at, row.value] for row in rows if row.source == source]}


def _rests(db: Connection, day: str) -> list[dict[str, Any]]:
    """The planned pauses in pumping of a day, each with its beginning and its end."""
    planned = pumping_plan.plan(db, STATION, day)
    found: list[dict[str, Any]] = []
    for hour in planned["hours"] if planned else ():
        if hour["pump"]:
            continue
        until = stamp(moment_of(hour["at"]) + timedelta(hours=1))
        if found and found[-1]["until"] == hour["at"]:
            found[-1]["until"] = until
        else:
            title = {"en": "planned rest of the pumps", "th": "แผนหยุดสูบน้ำ"}
            found.append({"from": hour["at"], "until": until, "title": title})
    return found


def _moments(db: Connection, begin: str, end: str) -> list[dict[str, Any]]:
    """Where alerts begin and end."""
    told = [
        {"at": at, "title": title}
        for row in alerts.alerts_of(db, STATION)
        for at, title in zip((row["began_at"], row["ended_at"]), _ALERTS[row["level"]], strict=True)
        if at is not None and begin <= at <= end
    ]
    return sorted(told, key=lambda moment: str(moment["at"]))
