"""What the raw-water system's client sends to HII."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import requests

from reference.common.clock import Clock
from reference.common.link import Link
from reference.common.outbox import Message
from reference.rwc.measurements.quality import PROBES, probe_quality
from reference.rwc.messages import Reading
from reference.rwc.partners._common.samlae_report import SamlaeReports
from reference.rwc.partners.hii_thaiwater import PATHS
from reference.rwc.reporting import KINDS, STATION, report_of
from tests.pacts.interactions import Asked, answered, state

AT = "2026-01-05T08:00:00+07:00"
_WATER = {
    "ph": 7.38, "do": 0, "temperature": 32.3, "turbidity": 8.8, "salinity": 0.21, "conductivity": 515.0, "tds": 290.0,
}  # fmt: skip
"""The probe of dissolved oxygen is dead."""
_PUMPS = {"pump_rate": 55.5}
_TAKEN = {"result": "OK", "data": {"id": 1, "corrected": False}}
REGISTERED = state("Samlae is registered")


def client(url: str, session: requests.Session) -> SamlaeReports:
    return SamlaeReports(Link("hii_thaiwater", {"url": url, "api_key": "api_key"}, session, Clock()), PATHS)


def _sends(
    subject: str, probes: Mapping[str, float], result: str
) -> Callable[[SamlaeReports, Mapping[str, Any]], None]:
    told = {
        name: Reading("probe", STATION, name, AT, value, PROBES[name].unit, probe_quality(name, value))
        for name, value in probes.items()
    }

    def act(hii: SamlaeReports, names: Mapping[str, Any]) -> None:
        (kind,) = [kind for kind in KINDS if kind.name == subject]
        body = hii.body(report_of(kind, AT, told))
        assert body is not None and hii.send(Message("hii_thaiwater", subject, body)).result == result

    return act


ASKED = [
    Asked(
        "the water at Samlae",
        "water_quality",
        _sends("water_quality", _WATER, "delivered"),
        answered(200, _TAKEN, exactly="result"),
        (REGISTERED,),
    ),
    Asked(
        "the water of a station that HII does not know",
        "water_quality",
        _sends("water_quality", _WATER, "refused"),
        answered(422, {"result": "NO", "data": "invalid station"}, exactly="result"),
        (state("Samlae is not registered"),),
    ),
    Asked(
        "the pumping at Samlae",
        "raw_water_pumping",
        _sends("raw_water_pumping", _PUMPS, "delivered"),
        answered(200, _TAKEN, exactly="result"),
        (REGISTERED,),
    ),
]
