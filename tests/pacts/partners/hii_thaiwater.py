"""What the raw-water system's client sends to HII."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import requests

from reference.rwc.hii import Hii
from reference.rwc.settings import Settings
from tests.pacts.interactions import Asked, answered, state

_WATER = {
    "waterquality_station_oldcode": "S1", "waterquality_datetime": "2026-01-05 08:00", "waterquality_ph": 7.38,
    "waterquality_do": None, "waterquality_temp": 32.3, "waterquality_turbid": 8.8, "waterquality_salinity": 0.21,
    "waterquality_conductivity": 515.0, "waterquality_tds": 290.0, "waterquality_status": "หัววัดขัดข้อง",
    "probe_faults": ["do"],
}  # fmt: skip
_PUMPS = {"station_oldcode": "S1", "pump_datetime": "2026-01-05 08:00", "pump_rate": 55.5}
_TAKEN = {"result": "OK", "data": {"id": 1, "duplicate": False}}
REGISTERED = state("Samlae is registered")


def client(url: str, session: requests.Session) -> Hii:
    return Hii(Settings(hii_url=url, hii_key="api_key"), session)


def _sends(subject: str, row: Mapping[str, Any], result: str) -> Callable[[Hii, Mapping[str, Any]], None]:
    def act(hii: Hii, names: Mapping[str, Any]) -> None:
        assert hii.send(subject, dict(row)).result == result

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
