"""What the raw-water system's client sends to every agency that receives Samlae's reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from reference.common.clock import moment_of
from reference.common.outbox import Message
from reference.rwc.measurements.quality import PROBES, probe_quality
from reference.rwc.messages import Reading
from reference.rwc.partners._common.samlae_report import SamlaeReports
from reference.rwc.reporting import KINDS, STATION, report_of
from tests.pacts.interactions import Asked, answered, state

AT = "2026-01-05T08:00:00+07:00"
_WATER = {
    "ph": 7.38, "do": 0, "temperature": 32.3, "turbidity": 8.8, "salinity": 0.21, "conductivity": 515.0, "tds": 290.0,
}  # fmt: skip
"""The probe of dissolved oxygen is dead."""
_PUMPS = {"pump_rate": 55.5}
_TAKEN = {"result": "OK", "data": {"id": 1, "corrected": False}}


def reports_to(
    party: str, registered: str = "Samlae is registered", unknown: str = "Samlae is not registered"
) -> list[Asked]:
    """The interactions of one receiver; the states are those in which it knows the station, or not."""
    return [
        Asked(
            "the water at Samlae",
            "water_quality",
            _sends("water_quality", _WATER, "delivered"),
            answered(200, _TAKEN, exactly="result"),
            (state(registered),),
        ),
        Asked(
            f"the water of a station that {party} does not know",
            "water_quality",
            _sends("water_quality", _WATER, "refused"),
            answered(422, {"result": "NO", "data": "invalid station"}, exactly="result"),
            (state(unknown),),
        ),
        Asked(
            "the pumping at Samlae",
            "raw_water_pumping",
            _sends("raw_water_pumping", _PUMPS, "delivered"),
            answered(200, _TAKEN, exactly="result"),
            (state(registered),),
        ),
        Asked(
            f"which water of Samlae {party} holds",
            "held_water_quality",
            _asks_for_held("water_quality"),
            answered(200, {"result": "OK", "data": []}, exactly="result"),
            (state(registered),),
        ),
        Asked(
            f"which pumping at Samlae {party} holds",
            "held_raw_water_pumping",
            _asks_for_held("raw_water_pumping"),
            answered(200, {"result": "OK", "data": []}, exactly="result"),
            (state(registered),),
        ),
    ]


def _asks_for_held(kind: str) -> Callable[[SamlaeReports, Mapping[str, Any]], None]:
    def act(receiver: SamlaeReports, names: Mapping[str, Any]) -> None:
        assert receiver.held(kind, moment_of(AT), moment_of(AT) + timedelta(hours=1)) == set()

    return act


def _sends(
    subject: str, probes: Mapping[str, float], result: str
) -> Callable[[SamlaeReports, Mapping[str, Any]], None]:
    told = {
        name: Reading("probe", STATION, name, AT, value, PROBES[name].unit, probe_quality(name, value))
        for name, value in probes.items()
    }

    def act(receiver: SamlaeReports, names: Mapping[str, Any]) -> None:
        (kind,) = [kind for kind in KINDS if kind.name == subject]
        body = receiver.body(report_of(kind, AT, told))
        assert body is not None and receiver.send(Message("receiver", subject, body)).result == result

    return act
