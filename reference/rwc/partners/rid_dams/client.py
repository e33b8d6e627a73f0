"""A client of RID's published dams and reservoirs: a day's list as readings, or why there is none to go by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

import requests

from reference.common.clock import BANGKOK, stamp
from reference.rwc.adapter import FeedUnavailable
from reference.rwc.measurements import quality
from reference.rwc.messages import Reading
from reference.rwc.settings import Settings

SOURCE = "rid_dams"
VOLUME, FLOW = "Mm3", "Mm3/d"


class Rid:
    """Asks for the list of one day; `kind` is `dam` or `reservoir`."""

    source: ClassVar[str] = SOURCE
    fresh: ClassVar[timedelta | None] = timedelta(hours=36)

    def __init__(self, settings: Settings, session: requests.Session) -> None:
        self._settings, self._session = settings, session

    def day(self, kind: str, day: date, today: date) -> list[Reading]:
        """The day's readings, doubtful ones marked; raises `FeedUnavailable`. Today's list is the last one there is."""
        path = f"/reservoir/api/{kind}/public"
        body = self._ask(path if day == today else f"{path}/{day.isoformat()}")
        if body.get("date") != day.isoformat():
            raise FeedUnavailable(f"asked for {day.isoformat()}, answered {body.get('date')!r}", yet=True)
        at = stamp(datetime.combine(day, time(), BANGKOK))
        try:
            rows = [row for region in body["data"] for row in region[kind]]
            told = [reading for row in rows for reading in _readings(row, at)]
        except (KeyError, TypeError) as bad:
            raise FeedUnavailable(f"not as documented: {bad!r}") from bad
        if not rows:
            raise FeedUnavailable("an empty list", yet=True)
        return told

    @staticmethod
    def not_in_yet(told: list[Reading]) -> bool:
        """Whether the list stands before its figures: most volumes are missing."""
        volumes = [each for each in told if each.parameter == "volume"]
        return 2 * sum(each.quality == quality.MISSING for each in volumes) > len(volumes)

    def _ask(self, path: str) -> dict[str, Any]:
        try:
            answer = self._session.get(self._settings.rid_url + path, timeout=self._settings.timeout)
        except requests.RequestException as bad:
            raise FeedUnavailable(f"no answer: {type(bad).__name__}") from bad
        if answer.status_code != 200:
            raise FeedUnavailable(f"HTTP {answer.status_code}", retry_after=answer.headers.get("Retry-After"))
        try:
            body = answer.json()
        except ValueError:
            raise FeedUnavailable("the answer is not JSON") from None
        if not isinstance(body, dict):
            raise FeedUnavailable(f"expected an object, seen a {type(body).__name__}")
        return body


def _readings(row: dict[str, Any], at: str) -> Iterator[Reading]:
    """Keyed by id alone; percentages are not kept, for 0 percent stands beside a volume that is null."""
    point, volume, storage = str(row["id"]), _number(row["volume"]), _number(row["storage"])
    there = bool(volume)
    how = quality.of_volume(volume)
    yield Reading(SOURCE, point, "volume", at, volume or None, VOLUME, how)
    yield _usable(point, at, volume, _number(row["dead_storage"]))
    for parameter in ("inflow", "outflow"):
        value = _number(row[parameter])
        how = quality.of_flow(value, storage, there)
        yield Reading(SOURCE, point, parameter, at, None if how == quality.MISSING else value, FLOW, how)


def _usable(point: str, at: str, volume: float | None, dead: float | None) -> Reading:
    """What can be let out: volume less dead storage, where both are there and agree."""
    if not volume or dead is None:
        return Reading(SOURCE, point, "usable", at, None, VOLUME, quality.MISSING)
    value = round(volume - dead, 3)
    return Reading(SOURCE, point, "usable", at, value, VOLUME, quality.GOOD if value >= 0 else quality.IMPOSSIBLE)


def _number(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"expected a number or null, seen {value!r}")
    return float(value)
