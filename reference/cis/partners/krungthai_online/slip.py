"""The lines of a slip, as the bank's channels print them: at most seven, days in the Buddhist era."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reference.cis.messages import Item
from reference.cis.numbers import baht

_MOST = 7
_ERA = 543
_NAMES = {
    "WATER_BILL": "ยอดค้างจ่ายประจำเดือน",
    "OVERDUE_FEE": "ค่าธรรมเนียมเกินกำหนด",
    "INSTALLATION_FEE": "ค่าติดตั้งประปา",
    "SUSPENSION_WAIVER_FEE": "ค่าธรรมเนียมเพื่อไม่ถูกงดจ่ายน้ำ",
}


def slip_lines(items: Sequence[Item]) -> dict[str, str]:
    """`print1` and so on; where seven do not do, the last one is the sum of the rest."""
    lines = [_line(item) for item in items]
    if len(lines) > _MOST:
        rest = items[_MOST - 1 :]
        lines[_MOST - 1 :] = [f"รายการอื่น {len(rest)} รายการ {baht(sum(item.amount for item in rest))}"]
    return {f"print{number}": line for number, line in enumerate(lines, 1)}


def _line(item: Item) -> str:
    day = f" {_thai_day(date.fromisoformat(item.due))}" if item.item_type == "WATER_BILL" else ""
    return f"{_NAMES[item.item_type]}{day} {baht(item.amount)}"


def _thai_day(day: date) -> str:
    return f"{day:%d/%m}/{(day.year + _ERA) % 100:02d}"
