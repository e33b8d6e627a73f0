"""Asks RID for a day's dams or reservoirs: the list as readings, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import requests

from reference.common.clock import BANGKOK, stamp
from reference.common.json_reader import read_json
from reference.rwc.adapter import Link
from reference.rwc.measurements import quality
from reference.rwc.messages import FeedUnavailable, Reading

VOLUME, FLOW = "Mm3", "Mm3/d"


class Rid:
    """Asks for the list of one day; `kind` is `dam` or `reservoir`."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def day(self, kind: str, day: date, today: date) -> list[Reading]:
        """The day's readings, doubtful ones marked; raises `FeedUnavailable`. Today's list is the last one there is."""
        path = f"/reservoir/api/{kind}/public"
        body = self._ask(path if day == today else f"{path}/{day.isoformat()}")
        if body.get("date") != day.isoformat():
            raise FeedUnavailable(f"asked for {day.isoformat()}, answered {body.get('date')!r}", not_published_yet=True)
        at = stamp(datetime.combine(day, time(), BANGKOK))
        try:
            rows = [row for region in body["data"] for row in region[kind]]
            readings = [reading for row in rows for reading in _readings(self._link.partner, row, at)]
        except (KeyError, TypeError) as mistake:
            raise FeedUnavailable(f"not as documented: {mistake!r}") from mistake
        if not rows:
            raise FeedUnavailable("an empty list", not_published_yet=True)
        return readings

    @staticmethod
    def is_incomplete(day: list[Reading]) -> bool:
        """Whether the list was published before its figures: most volumes are missing."""
        volumes = [reading for reading in day if reading.parameter == "volume"]
        return 2 * sum(volume.quality == quality.MISSING for volume in volumes) > len(volumes)

    def _ask(self, path: str) -> dict[str, Any]:
        try:
            answer = self._link.session.get(self._link.url + path, timeout=self._link.timeout, allow_redirects=False)
        except requests.RequestException as failure:
            raise FeedUnavailable(f"no answer: {type(failure).__name__}") from failure
        if answer.status_code != 200:
            raise FeedUnavailable(f"HTTP {answer.status_code}", retry_after=answer.headers.get("Retry-After"))
        try:
            body = read_json(answer.content)
        except ValueError:
            raise FeedUnavailable("the answer is not JSON") from None
        if not isinstance(body, dict):
            raise FeedUnavailable(f"expected an object, seen a {type(body).__name__}")
        return body


def _readings(source: str, row: dict[str, Any], at: str) -> Iterator[Reading]:
    """Keyed by id alone; percentages are not kept, for 0 percent stands beside a volume that is null."""
    point, volume, storage = str(row["id"]), _number(row["volume"]), _number(row["storage"])
    there = bool(volume)
    how = quality.volume_quality(volume)
    yield Reading(source, point, "volume", at, volume or None, VOLUME, how)
    yield _usable(source, point, at, volume, _number(row["dead_storage"]))
    for parameter in ("inflow", "outflow"):
        value = _number(row[parameter])
        how = quality.flow_quality(value, storage, there)
        yield Reading(source, point, parameter, at, None if how == quality.MISSING else value, FLOW, how)


def _usable(source: str, point: str, at: str, volume: float | None, dead: float | None) -> Reading:
    """What can be let out: volume less dead storage, where both are there and agree."""
    if not volume or dead is None:
        return Reading(source, point, "usable", at, None, VOLUME, quality.MISSING)
    value = round(volume - dead, 3)
    return Reading(source, point, "usable", at, value, VOLUME, quality.GOOD if value >= 0 else quality.IMPOSSIBLE)


def _number(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"expected a number or null, seen {value!r}")
    return float(value)
