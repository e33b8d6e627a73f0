"""Asks NECTEC for the latest run of its model, and takes its hours as forecast readings."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import requests

from reference.common.clock import stamp
from reference.common.dates import gregorian_moment
from reference.common.json_reader import read_json
from reference.rwc.adapter import Link
from reference.rwc.measurements import quality
from reference.rwc.messages import FeedUnavailable, Reading

STATION, PARAMETER = "S1", "salinity_forecast"
HORIZON, UNIT = 168, "g/L"
PATH = "/api/v1/forecast/salinity"
_VALUE = re.compile(r"[0-9]+([.][0-9]+)?")


class Nectec:
    """Asks for the run of a day; only the latest can be asked for."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def day(self, kind: str, day: date, today: date) -> list[Reading]:
        """The hours ahead that this day's run tells; raises `FeedUnavailable`."""
        run = self._ask()
        try:
            issued, unit = gregorian_moment(run["issued_at"]), run["unit"]
            station, hours = run["station"]["station_oldcode"], run["data"]
            found = [self._reading(hour) for hour in hours]
        except (KeyError, TypeError, ValueError) as mistake:
            raise FeedUnavailable(f"not as documented: {mistake!r}") from mistake
        if issued.date() != day:
            raise FeedUnavailable(f"asked for {day.isoformat()}, told {run['issued_at']}", not_published_yet=True)
        if (station, unit) != (STATION, UNIT):
            raise FeedUnavailable(f"expected {UNIT} at {STATION}, seen {unit} at {station}", not_published_yet=True)
        return found

    @staticmethod
    def is_incomplete(day: list[Reading]) -> bool:
        """Whether the forecast is shorter than seven days; its hours are kept all the same."""
        return len({reading.at for reading in day}) < HORIZON

    def _reading(self, hour: dict[str, Any]) -> Reading:
        at, text = gregorian_moment(hour["salinityforecast_datetime"]), hour["salinityforecast_value"]
        if not _VALUE.fullmatch(text):
            raise ValueError(f"expected a number as text, seen {text!r}")
        value, unit = float(text), quality.PROBES["salinity"].unit
        how = quality.probe_quality("salinity", value)
        return Reading(self._link.partner, STATION, PARAMETER, stamp(at), value, unit, how)

    def _ask(self) -> dict[str, Any]:
        try:
            answer = self._link.session.get(
                self._link.url + PATH,
                params={"station": STATION},
                headers={"X-Api-Key": self._link["api_key"]},
                timeout=self._link.timeout,
                allow_redirects=False,
            )
        except requests.RequestException as failure:
            raise FeedUnavailable(f"no answer: {type(failure).__name__}") from failure
        if answer.status_code != 200:
            raise FeedUnavailable(f"HTTP {answer.status_code}", retry_after=answer.headers.get("Retry-After"))
        try:
            body = read_json(answer.content)
        except ValueError:
            raise FeedUnavailable("the answer is not JSON") from None
        if not isinstance(body, dict) or body.get("result") == "NO":
            raise FeedUnavailable(f"expected a run, seen {str(body)[:80]}")
        return body
