"""Sends our reports to HII in its field names, and reads its answers."""

from __future__ import annotations

from typing import Any

import requests

from reference.common.clock import moment_of
from reference.common.json_reader import read_json
from reference.common.outbox import Delivery, Message
from reference.rwc.adapter import Link
from reference.rwc.messages import Report

PATHS = {
    "water_quality": "/api/v1/thaiwater30/provider/mwa/waterquality",
    "raw_water_pumping": "/api/v1/thaiwater30/provider/mwa/pumping",
}
"""Where each kind of report goes."""
NAMES = {
    "ph": "ph", "do": "do", "temperature": "temp", "turbidity": "turbid", "salinity": "salinity",
    "conductivity": "conductivity", "tds": "tds",
}  # fmt: skip
"""Our parameters of water quality, and HII's names for them."""
_FINAL = (400, 422)


class Hii:
    """Sends one row for each report."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def body(self, report: Report) -> dict[str, Any] | None:
        """HII's row of water quality or of pumping."""
        if report.kind not in PATHS:
            return None
        moment = moment_of(report.at).strftime("%Y-%m-%d %H:%M")
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
        """How it went. HII says NO inside 200 where it failed itself: that is tried again, as any other trouble."""
        try:
            answer = self._link.session.post(
                self._link.url + PATHS[message.subject],
                json=message.body,
                headers={"X-Api-Key": self._link["api_key"]},
                timeout=self._link.timeout,
            )
        except requests.RequestException as failure:
            return Delivery("trouble", f"no answer: {type(failure).__name__}")
        body = _body_of(answer)
        if answer.status_code == 200 and body.get("result") == "OK":
            return Delivery("delivered", str(body.get("data")))
        reason = f"HTTP {answer.status_code}: {body.get('data', 'no reason')}"
        if answer.status_code in _FINAL and body.get("result") == "NO":
            return Delivery("refused", reason)
        return Delivery("trouble", reason, answer.headers.get("Retry-After"))


def _body_of(answer: requests.Response) -> dict[str, Any]:
    try:
        body = read_json(answer.content)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
