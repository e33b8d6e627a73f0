"""RID's dams and reservoirs as published, with the quirks they have (W 1); and RID as one who receives our reports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from partnerlab.families.report_receiver import held_rows, refusal, refuse_row, take_row
from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request
from partnerlab.world.register_facts.dams import Dam, daily_water, large_dams, medium_reservoirs, pulsed

from .raw_data import RAW, refuse_raw_data, take_raw_data

DOCUMENT = "/reservoir/api/document/"
OWNERS = {True: "การไฟฟ้า", False: "กรมชลประทาน"}
BELOW_DEAD = {"rsv181": 460}
"""Reservoirs that are published with less than their dead storage, and how much less (W 1.3)."""

FIGURES = ("volume", "percent_storage", "inflow", "outflow")


def dams(world: PartnerWorld, message: Request) -> Any:
    """Large dams, as of today."""
    return _dams(world, world.now.date())


def dams_of_day(world: PartnerWorld, message: Request) -> Any:
    return _of_day(world, message, _dams)


def reservoirs(world: PartnerWorld, message: Request) -> Any:
    """Medium reservoirs, as of today."""
    return _reservoirs(world, world.now.date())


def reservoirs_of_day(world: PartnerWorld, message: Request) -> Any:
    return _of_day(world, message, _reservoirs)


def water_quality(world: PartnerWorld, message: Request) -> Any:
    """Take one station's row of a moment."""
    station, moment = message.body["waterquality_station_oldcode"], message.body["waterquality_datetime"]
    return _only_in_query(world) or take_row(world, message, station=station, moment=moment)


def raw_water_pumping(world: PartnerWorld, message: Request) -> Any:
    """Take what one station pumped at a moment."""
    return _only_in_query(world) or take_row(
        world, message, station=message.body["station_oldcode"], moment=message.body["pump_datetime"]
    )


def raw_data(world: PartnerWorld, message: Request) -> Any:
    """Take either row in the query string (A 4.3)."""
    return take_raw_data(world, message)


def held_water_quality(world: PartnerWorld, message: Request) -> Any:
    """Which rows of water quality it holds."""
    return held_rows(world, message)


def held_raw_water_pumping(world: PartnerWorld, message: Request) -> Any:
    """Which rows of pumping it holds."""
    return held_rows(world, message)


def refuse(world: PartnerWorld, finding: Finding) -> Any:
    """A request that is not as documented; how RID says so of a day was not found (W 8)."""
    if finding.where.startswith("query/") and finding.where[6:] in RAW:
        return refuse_raw_data(finding)
    about_day = finding.where.startswith("path/")
    return ({"message": f"invalid {finding.where}"}, 400) if about_day else refuse_row(finding)


def _only_in_query(world: PartnerWorld) -> Any:
    """The answer to JSON where rows are taken in the query string; None otherwise."""
    return (refusal("no such address"), 404) if world.facts["in_query"] else None


def _of_day(world: PartnerWorld, message: Request, lists: Any) -> Any:
    try:
        return lists(world, date.fromisoformat(message.params["date"]))
    except ValueError:
        return {"message": "invalid date"}, 400


def _dams(world: PartnerWorld, day: date) -> Any:
    return _list(world, day, "dam", large_dams(), _large)


def _reservoirs(world: PartnerWorld, day: date) -> Any:
    return _list(world, day, "reservoir", medium_reservoirs(), _medium)


def _list(world: PartnerWorld, asked: date, kind: str, all_dams: tuple[Dam, ...], row: Any) -> Any:
    """The day's list by region. A day that has not come has no figures; another day may be answered (W 1.3)."""
    day = asked + timedelta(days=world.facts["answers_day"])
    there = day <= world.now.date() and not world.facts["no_list"]
    regions: dict[str, list[Any]] = {}
    for dam in all_dams if there else ():
        regions.setdefault(dam.region, []).extend(_rows(world, day, dam, row))
    data = [{"region": region, kind: rows} for region, rows in regions.items()]
    total = sum(map(len, regions.values()))
    return _written({"document": DOCUMENT + kind, "date": day.isoformat(), "total": total, "data": data})


def _written(body: Any) -> bytes:
    """The same JSON as PHP writes it: every letter beyond ASCII and every slash escaped, no end of line (W 6 S4)."""
    return json.dumps(body, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def _rows(world: PartnerWorld, day: date, dam: Dam, row: Any) -> Iterator[dict[str, Any]]:
    found = row(world, dam) | _figures(world, day, dam)
    found |= _missing(world, day, dam, found)
    yield found
    if dam.id in world.facts["listed_twice"]:
        yield dict(found)


def _large(world: PartnerWorld, dam: Dam) -> dict[str, Any]:
    return {
        "id": dam.id,
        "name": dam.name,
        "owner": OWNERS[dam.by_egat],
        "capacity": _number(dam.storage),
        "storage": _number(dam.storage),
        "active_storage": _number(dam.storage - dam.dead),
        "dead_storage": _number(dam.dead),
    }


def _medium(world: PartnerWorld, dam: Dam) -> dict[str, Any]:
    return {"id": dam.id, "name": dam.name, "storage": _number(dam.storage), "dead_storage": _number(dam.dead)}


def _figures(world: PartnerWorld, day: date, dam: Dam) -> dict[str, Any]:
    """The day's water; a day that was corrected since, and has passed, is a hundredth higher (W 1.3)."""
    found = pulsed(world.facts["pulses"], dam, day, daily_water(world.world.seed, dam, day))
    corrected = world.facts["corrected"] and day < world.now.date()
    volume = found.volume * (101 if corrected else 100) // 100
    volume = dam.storage * 118 // 100 if dam.id in world.facts["over_full"] else volume
    volume = dam.dead - BELOW_DEAD[dam.id] if dam.id in BELOW_DEAD else volume
    inflow = 28_404_000 if dam.id in world.facts["impossible_inflow"] else found.inflow
    return {
        "volume": _number(volume),
        "percent_storage": round(100 * volume / dam.storage, 2),
        "inflow": _number(inflow),
        "outflow": _number(found.released),
    }


def _missing(world: PartnerWorld, day: date, dam: Dam, row: dict[str, Any]) -> dict[str, Any]:
    """What is not there: null volume with percent 0, null flows, or the morning's empty places (W 1.3)."""
    facts = world.facts
    if facts["placeholder"] is not None and day == world.now.date():
        return dict.fromkeys(FIGURES, None if facts["placeholder"] == "nulls" else 0)
    if dam.id in facts["no_volume"]:
        return {"volume": None, "percent_storage": 0, "inflow": None, "outflow": None}
    if dam.large:
        return dict.fromkeys(("inflow", "outflow"), None) if dam.id in facts["no_flows"] else {}
    if not facts["gaps"]:
        return {}
    number = int(dam.id[3:])
    if number % 77 == 0:
        return {"volume": None, "percent_storage": 0, "inflow": None, "outflow": None}
    return ({"inflow": None} if number % 4 == 1 else {}) | ({"outflow": None} if number % 5 in (1, 3) else {})


def _number(thousands: int) -> int | float:
    """Million cubic metres as PHP writes them: whole where they are whole (W 1.2)."""
    return thousands // 1000 if thousands % 1000 == 0 else thousands / 1000
