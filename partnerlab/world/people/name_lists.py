"""Thai first and last names, and company trades; drawn by our own hash, in a microsecond.

The names are faker's. They are kept in `thai_names.json`, for faker takes a tenth of a second to load;
`python -m tools.world_names` writes them anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

Sex = Literal["M", "F"]

FILE = Path(__file__).with_name("thai_names.json")
"""The names of men, of women, and the last names."""

# Two of faker's lists hold words into which a title was once pasted by accident.
_PASTED_TITLE = "นาย"

TRADES = (
    ("การค้า", "Trading", "46109", "การขายส่งสินค้าทั่วไป โดยได้รับค่าตอบแทนหรือตามสัญญาจ้าง"),
    ("ก่อสร้าง", "Construction", "41002", "การก่อสร้างอาคารที่ไม่ใช่ที่พักอาศัย"),
    ("เรียลเอสเตท", "Real Estate", "68101", "การซื้อและการขายอสังหาริมทรัพย์ที่เป็นของตนเอง"),
    ("ภัตตาคาร", "Restaurant", "56101", "การบริการอาหารในภัตตาคารและร้านอาหาร"),
    ("ซอฟต์แวร์", "Software", "62011", "กิจกรรมการจัดทำโปรแกรมคอมพิวเตอร์ตามวัตถุประสงค์ของผู้ใช้"),
    ("การบัญชี", "Accounting", "69200", "กิจกรรมเกี่ยวกับบัญชี การทำบัญชี และการตรวจสอบบัญชี"),
    ("ขนส่ง", "Transport", "49323", "การขนส่งสินค้าทั่วไปทางถนน"),
    ("โฮเต็ล", "Hotel", "55101", "โรงแรม รีสอร์ท และห้องชุด"),
    ("การพิมพ์", "Printing", "18119", "การพิมพ์และบริการที่เกี่ยวเนื่อง"),
    ("โอสถ", "Pharmacy", "47721", "ร้านขายปลีกสินค้าทางเภสัชภัณฑ์และเวชภัณฑ์"),
)
"""Trades of companies: Thai and English word, activity code (after TSIC 2009), objective. Our choice."""


@cache
def first_names(sex: Sex) -> tuple[str, ...]:
    return tuple(_kept()["men" if sex == "M" else "women"])


@cache
def last_names() -> tuple[str, ...]:
    return tuple(_kept()["last"])


def library_names() -> dict[str, list[str]]:
    """The names as the library has them."""
    from faker.providers.person.th_TH import Provider

    lists = {"men": Provider.first_names_male, "women": Provider.first_names_female, "last": Provider.last_names}
    return {kind: [name for name in names if _PASTED_TITLE not in name] for kind, names in lists.items()}


@cache
def _kept() -> Mapping[str, list[str]]:
    kept: dict[str, list[str]] = json.loads(FILE.read_text(encoding="utf-8"))
    return kept
