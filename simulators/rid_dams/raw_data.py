"""Rows in the query string, in the form of a telemetry station: `code` says whether one was taken (A 4.3, W 2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from partnerlab.families.report_receiver import keep_row
from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request

BASE = "/api/v1/provider/mwa/"
RAW = ("User_ID", "TimeTag_DT", "Device_ID", "RawData")
"""What the query string holds."""

PUMPING = frozenset(["pump_rate"])
WATER_QUALITY = frozenset(
    f"waterquality_{name}" for name in ("ph", "do", "temp", "turbid", "salinity", "conductivity", "tds", "status")
) | {"probe_faults"}
"""The names of each kind of row, all of which it has."""

MOST_PH = 14
_STATUSES = ("ปกติ", "หัววัดขัดข้อง")


def take_raw_data(world: PartnerWorld, message: Request) -> Any:
    """Take a row of water quality or of pumping, as the other form would."""
    if message.query["User_ID"] != world.credential("api_key"):
        return _code("401", "unknown user"), 401
    if not world.facts["in_query"]:
        return _code("404", "rows are taken as JSON")
    try:
        kind, row = _row(message.query)
    except ValueError:
        return _code("422", "invalid RawData")
    answer = keep_row(world, BASE + kind, row, station=message.query["Device_ID"], moment=message.query["TimeTag_DT"])
    body, status = answer if isinstance(answer, tuple) else (answer, 200)
    return _code(str(status), "OK" if status == 200 else body["data"])


def refuse_raw_data(finding: Finding) -> Any:
    """A row that is not as agreed."""
    no_user = finding.where == "query/User_ID"
    return _code("401" if no_user else "422", f"invalid {finding.where}"), 401 if no_user else 400


def _row(query: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """The kind of the row, and the row as the other form has it. ValueError where it is none."""
    told = dict(part.split(":") for part in query["RawData"].split(","))
    values = {name: _value(name, text) for name, text in told.items()}
    if values.keys() == PUMPING:
        return "pumping", {"station_oldcode": query["Device_ID"], "pump_datetime": query["TimeTag_DT"]} | values
    if values.keys() != WATER_QUALITY or 0 in values.values() or (values["waterquality_ph"] or 7) >= MOST_PH:
        raise ValueError("neither row")
    first = {"waterquality_station_oldcode": query["Device_ID"], "waterquality_datetime": query["TimeTag_DT"]}
    return "waterquality", first | values


def _value(name: str, text: str) -> Any:
    """Nothing behind the colon is null; several names of one field are parted by a bar."""
    if name == "probe_faults":
        return _probes(text)
    if name == "waterquality_status":
        return _STATUSES[_STATUSES.index(text)]
    if not text:
        return None
    if not (text.isascii() and text.replace(".", "", 1).isdecimal()):
        raise ValueError("no number")
    return float(text)


def _probes(text: str) -> list[str]:
    probes = text.split("|") if text else []
    if len(set(probes)) != len(probes) or not {f"waterquality_{probe}" for probe in probes} < WATER_QUALITY:
        raise ValueError("unknown probe")
    return probes


def _code(code: str, message: str) -> dict[str, str]:
    return {"code": code, "message": message}
