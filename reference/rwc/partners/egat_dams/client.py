"""Asks EGAT for the figures of the last midnight: the daily values, or the page where these are not to be had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import requests

from reference.common.clock import BANGKOK, stamp
from reference.common.json_reader import read_json
from reference.rwc.adapter import Link
from reference.rwc.measurements import quality
from reference.rwc.messages import FeedUnavailable, Reading
from reference.rwc.partners._common.dam_readings import DamDay, readings_of
from reference.rwc.partners.egat_dams.figures import DamFigures, from_list, from_page, number

POINTS = {
    "BB": "200101", "SK": "200102", "UR": "200201", "SRD": "200202", "CLB": "200203", "NP": "200204",
    "SNR": "200401", "VRK": "200402", "RPB": "200601", "BLG": "200602",
}  # fmt: skip
"""EGAT's codes, and the points under which we keep the same dams from everybody. Others are not kept."""


@dataclass(frozen=True, slots=True)
class Dam:
    """What the static list says of a dam, in million cubic metres."""

    point: str
    storage: float | None
    dead: float | None


class Egat:
    """Asks for the last midnight; no other can be asked for."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def day(self, kind: str, day: date, today: date) -> list[Reading]:
        """The readings of a day's first midnight, doubtful ones marked; raises `FeedUnavailable`."""
        if day != today:
            raise FeedUnavailable("only the last midnight can be asked for")
        dams = self._dams()
        at = stamp(datetime.combine(day, time(), BANGKOK))
        found = [
            reading
            for row in self._figures(day)
            if row.name in dams
            for reading in readings_of(self._link.partner, _day_of(dams[row.name], row), at)
        ]
        if not found:
            raise FeedUnavailable("none of our dams", not_published_yet=True)
        return found

    @staticmethod
    def is_incomplete(day: list[Reading]) -> bool:
        """Whether most volumes are missing."""
        volumes = [reading.quality for reading in day if reading.parameter == "volume"]
        return 2 * volumes.count(quality.MISSING) > len(volumes)

    def _figures(self, day: date) -> list[DamFigures]:
        """The daily values if they are of this midnight, else the page if it is; raises `FeedUnavailable`."""
        try:
            return _of_day(from_list(self._json(f"/API/1day/{self._link['api_key']}")), day)
        except FeedUnavailable as first:
            try:
                return _of_day(from_page(self._ask("/water_crisis.php").content.decode("utf-8", "replace")), day)
            except FeedUnavailable as second:
                late = first.not_published_yet and second.not_published_yet
                raise FeedUnavailable(f"values: {first}; page: {second}", not_published_yet=late) from second

    def _dams(self) -> dict[str, Dam]:
        """The dams that we keep, by code and by name: the page tells no codes."""
        rows = self._json("/api/dam")
        try:
            known = {row["DAM_ID"]: row for row in rows if row["DAM_ID"] in POINTS}
            dams = {
                code: Dam(POINTS[code], number(row["STORAGE_MAX"]), number(row["STORAGE_MIN"]))
                for code, row in known.items()
            }
            return dams | {row["DAM_NAMT"]: dams[code] for code, row in known.items()}
        except (KeyError, TypeError) as mistake:
            raise FeedUnavailable(f"the list of dams is not as documented: {mistake!r}") from mistake

    def _json(self, path: str) -> Any:
        try:
            return read_json(self._ask(path).content)
        except ValueError:
            raise FeedUnavailable("the answer is not JSON") from None

    def _ask(self, path: str) -> requests.Response:
        """An answer of status 200. The address holds the key, so no failure repeats it."""
        try:
            answer = self._link.session.get(self._link.url + path, timeout=self._link.timeout, allow_redirects=False)
        except requests.RequestException as failure:
            raise FeedUnavailable(f"no answer: {type(failure).__name__}") from failure
        if answer.status_code != 200:
            raise FeedUnavailable(f"HTTP {answer.status_code}", retry_after=answer.headers.get("Retry-After"))
        return answer


def _of_day(figures: list[DamFigures], day: date) -> list[DamFigures]:
    """The figures, if all are of this day's midnight."""
    if not figures:
        raise FeedUnavailable("an empty list", not_published_yet=True)
    if others := {row.day.isoformat() for row in figures} - {day.isoformat()}:
        raise FeedUnavailable(f"asked for {day.isoformat()}, told {', '.join(sorted(others))}", not_published_yet=True)
    return figures


def _day_of(dam: Dam, row: DamFigures) -> DamDay:
    return DamDay(dam.point, row.volume, row.usable, row.inflow, row.release, dam.storage, dam.dead)
