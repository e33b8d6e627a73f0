"""EGAT's dams as it tells them: a static list, a page with a table by position, and daily values behind a key (W 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request
from partnerlab.world.calendar.thai_dates import be_long, be_year
from partnerlab.world.register_facts.dams import DailyWater, daily_water, pulsed
from partnerlab.world.register_facts.power_dams import PowerDam, power_dams

DAY, WEEK, YEAR = timedelta(days=1), 7, timedelta(days=364)
COLUMNS = (
    "เขื่อน", "ระดับน้ำ (ม.รทก.)", "ปริมาณน้ำ", "%", "น้ำใช้การ", "%", "น้ำใช้การปีก่อน", "%", "ผลต่าง", "%", "น้ำไหลเข้า", "น้ำระบาย",
    "น้ำไหลเข้าสะสมสัปดาห์", "น้ำระบายสะสมสัปดาห์", "เปลี่ยนแปลงในสัปดาห์", "รับน้ำได้อีก",
)  # fmt: skip


def dam_list(world: PartnerWorld, message: Request) -> Any:
    """The fixed data of all dams; some figures were never entered (W 2)."""
    return [_static(power) for power in power_dams()]


def day_table(world: PartnerWorld, message: Request) -> Any:
    """The page of the last midnight, which it calls 24.00 of the day before."""
    dated = world.now.date() - timedelta(days=1 + world.facts["dated_behind"])
    told = f"ข้อมูล ณ เวลา 24.00 น. วันที่ {be_long(dated)} หน่วย: ล้านลูกบาศก์เมตร"
    rows = [] if world.facts["no_rows"] else [_row("td", cells) for cells in _cells(world)]
    return "\n".join(
        ["<html><body>", f"<p>{told}</p>", "<table>", _row("th", COLUMNS), *rows, "</table>", "</body></html>"]
    )


def day_values(world: PartnerWorld, message: Request) -> Any:
    """The same midnight, which this list calls 00:00:00 of the day; the key stands in the path."""
    if message.params["apikey"] != world.credential("api_key"):
        return {"message": "invalid key"}, 401
    dated = world.now.date() - timedelta(days=world.facts["dated_behind"])
    at = f"{dated.day:02d}-{dated.month:02d}-{be_year(dated)} 00:00:00"
    return [] if world.facts["no_values"] else [_values(world, power, at) for power in power_dams()]


def refuse(world: PartnerWorld, finding: Finding) -> Any:
    """A request that is not as documented."""
    return {"message": f"invalid {finding.where}"}, 401


def _static(power: PowerDam) -> dict[str, Any]:
    dam = power.dam
    return {
        "DAM_ID": power.code,
        "DAM_NAMT": dam.name,
        "STORAGE_MAX": dam.storage / 1000,
        "STORAGE_NORMAL": dam.storage / 1000,
        "STORAGE_MIN": dam.dead / 1000,
        "EFFECTIVE": (dam.storage - dam.dead) / 1000,
        "LEVEL_MAX": {},
        "SPILL_MAX": {},
        "BMAIN_ID": power.basin,
        "SOURCE": power.river,
        "lat": power.latitude,
        "lon": power.longitude,
    }


def _values(world: PartnerWorld, power: PowerDam, at: str) -> dict[str, Any]:
    water = _water(world, power)(_midnight(world))
    told = (water.volume, _usable(world, power, water.volume), water.inflow, water.released)
    figure = _figure(world, power, {}, lambda thousands, factor: thousands * factor / 1000)
    figures = dict(zip(("STORAGE", "USABLE", "INFLOW", "RELEASE"), map(figure, told), strict=True))
    gone: dict[str, Any] = {"RELEASE": {}} if power.code in world.facts["no_release"] else {}
    return {"DAM_ID": power.code, "DATE_TIME": at} | figures | gone


def _cells(world: PartnerWorld) -> Iterator[tuple[str, ...]]:
    """The rows of the table: a region alone in its row, then its dams."""
    region = None
    for power in power_dams():
        if power.dam.region != region:
            region = power.dam.region
            yield (region, *[""] * (len(COLUMNS) - 1))
        yield (power.dam.name, *_dam_cells(world, power))


def _dam_cells(world: PartnerWorld, power: PowerDam) -> Iterator[str]:
    """15 cells by position. The year before is 52 weeks before, so that the days of the week agree."""
    day, water, dam = _midnight(world), _water(world, power), power.dam
    now, usable, whole = water(day), _usable(world, power, water(day).volume), dam.storage - dam.dead
    before = water(day - YEAR).volume - dam.dead
    week = [water(day - back * DAY) for back in range(1, WEEK + 1)]
    figure = _figure(world, power, "-", lambda thousands, factor: f"{thousands * factor / 1000:.2f}")
    percent = _figure(world, power, "-", lambda thousands, of: f"{100 * thousands / of:.2f}")
    yield "-" if power.code in world.facts["no_figures"] else f"{power.level(now.volume):.2f}"
    yield from (figure(now.volume), percent(now.volume, dam.storage), figure(usable), percent(usable, whole))
    yield from (figure(before), percent(before, whole), figure(usable - before), percent(usable - before, whole))
    yield from (figure(now.inflow), "-" if power.code in world.facts["no_release"] else figure(now.released))
    yield from (figure(sum(past.inflow for past in week)), figure(sum(past.released for past in week)))
    yield from (figure(now.volume - week[-1].volume), figure(dam.storage - now.volume))


def _figure(world: PartnerWorld, power: PowerDam, missing: Any, tell: Callable[[int, int], Any]) -> Callable[..., Any]:
    """A figure (thousands of cubic metres) as EGAT writes it: in the unit of the day, or as missing."""
    factor = 1_000_000 if world.facts["unit"] == "cubic metre" else 1
    gone = power.code in world.facts["no_figures"]
    return lambda thousands, of=factor: missing if gone else tell(thousands, of)


def _water(world: PartnerWorld, power: PowerDam) -> Callable[[date], DailyWater]:
    return lambda day: pulsed(world.facts["pulses"], power.dam, day, daily_water(world.world.seed, power.dam, day))


def _usable(world: PartnerWorld, power: PowerDam, volume: int) -> int:
    """Volume less dead storage; or the capacity, which is easily mistaken for it (A 4.1)."""
    return (power.dam.storage if world.facts["usable"] == "capacity" else volume) - power.dam.dead


def _midnight(world: PartnerWorld) -> date:
    return world.now.date() - timedelta(days=world.facts["midnights_behind"])


def _row(cell: str, cells: Any) -> str:
    return f"<tr>{''.join(f'<{cell}>{text}</{cell}>' for text in cells)}</tr>"
