"""Sends Samlae's reports: the same body to every agency that receives them, at its own addresses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import requests

from reference.common.clock import moment_of, stamp
from reference.common.dates import gregorian_moment
from reference.common.json_reader import read_json
from reference.common.outbox import DELIVERED, REFUSED, TROUBLE, Delivery, Message
from reference.rwc.adapter import Link
from reference.rwc.messages import FeedUnavailable, Report

NAMES = {
    "ph": "ph", "do": "do", "temperature": "temp", "turbidity": "turbid", "salinity": "salinity",
    "conductivity": "conductivity", "tds": "tds",
}  # fmt: skip
"""Our parameters of water quality, and their names in the report."""
MOMENT = "%Y-%m-%d %H:%M"
_STATION, _MOMENTS = "S1", {"water_quality": "waterquality_datetime", "raw_water_pumping": "pump_datetime"}
_FINAL, _THERE_ALREADY = (400, 422), 409


class SamlaeReports:
    """Sends one row for each report; `paths` says where each kind of report goes."""

    def __init__(self, link: Link, paths: Mapping[str, str]) -> None:
        self._link, self._paths = link, paths

    def body(self, report: Report) -> dict[str, Any] | None:
        """The row of water quality or of pumping."""
        if report.kind not in self._paths:
            return None
        moment = moment_of(report.at).strftime(MOMENT)
        if report.kind == "raw_water_pumping":
            pumped = report.values.get("pump_rate")
            return {"station_oldcode": report.station, "pump_datetime": moment, "pump_rate": pumped}
        faulty = [theirs for ours, theirs in NAMES.items() if ours in report.faulty]
        return {
            "waterquality_station_oldcode": report.station,
            "waterquality_datetime": moment,
            **{f"waterquality_{theirs}": report.values.get(ours) for ours, theirs in NAMES.items()},
            "waterquality_status": "หัววัดขัดข้อง" if faulty else "ปกติ",
            "probe_faults": faulty,
        }

    def send(self, message: Message) -> Delivery:
        """How it went. NO inside 200 is a failure of the receiver: that is tried again, as any other trouble.

        A row that is there already was delivered: its answer was lost on the way.
        """
        try:
            answer = self._link.session.post(
                self._link.url + self._paths[message.subject],
                json=message.body,
                headers={"X-Api-Key": self._link["api_key"]},
                timeout=self._link.timeout,
                allow_redirects=False,
            )
        except requests.RequestException as failure:
            return Delivery(TROUBLE, f"no answer: {type(failure).__name__}")
        body = _body_of(answer)
        if answer.status_code == 200 and body.get("result") == "OK":
            return Delivery(DELIVERED, str(body.get("data")))
        reason = f"HTTP {answer.status_code}: {body.get('data', 'no reason')}"
        if body.get("result") == "NO" and answer.status_code == _THERE_ALREADY:
            return Delivery(DELIVERED, reason)
        if body.get("result") == "NO" and answer.status_code in _FINAL:
            return Delivery(REFUSED, reason)
        return Delivery(TROUBLE, reason, answer.headers.get("Retry-After"))

    def held(self, kind: str, first: datetime, last: datetime) -> set[str]:
        """The moments of the rows that the receiver holds of a span of time."""
        span = {"start_datetime": first.strftime(MOMENT), "end_datetime": last.strftime(MOMENT)}
        try:
            answer = self._link.session.get(
                self._link.url + self._paths[kind],
                params={"station": _STATION} | span,
                headers={"X-Api-Key": self._link["api_key"]},
                timeout=self._link.timeout,
                allow_redirects=False,
            )
        except requests.RequestException as failure:
            raise FeedUnavailable(f"no answer: {type(failure).__name__}") from failure
        body = _body_of(answer)
        if answer.status_code != 200 or body.get("result") != "OK":
            reason = f"HTTP {answer.status_code}: {body.get('data', 'no reason')}"
            raise FeedUnavailable(reason, retry_after=answer.headers.get("Retry-After"))
        try:
            return {stamp(gregorian_moment(row[_MOMENTS[kind]])) for row in body["data"]}
        except (KeyError, TypeError, ValueError) as mistake:
            raise FeedUnavailable(f"not as documented: {mistake!r}") from mistake


def _body_of(answer: requests.Response) -> dict[str, Any]:
    try:
        body = read_json(answer.content)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
