"""Thai first and last names from faker's lists, and company trades; drawn by our own hash, in a microsecond.

Faker is imported at the first name, not before: it takes a fifth of a second.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

Sex = Literal["M", "F"]

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
    from faker.providers.person.th_TH import Provider

    return _clean(Provider.first_names_male if sex == "M" else Provider.first_names_female)


@cache
def last_names() -> tuple[str, ...]:
    from faker.providers.person.th_TH import Provider

    return _clean(Provider.last_names)


def _clean(names: object) -> tuple[str, ...]:
    assert isinstance(names, (tuple, list, dict))
    return tuple(name for name in names if _PASTED_TITLE not in name)
