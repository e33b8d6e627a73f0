"""Kinds of requests: the fields each needs, and its effect on the account; the steps are invented (W 7.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reference.cis import accounts
from reference.cis.messages import Request, RequestKind
from reference.cis.money.tariff import METER_SIZES
from reference.cis.numbers import is_thirteen_digit_id

USING = frozenset((accounts.ACTIVE,))
STOPPED = frozenset((accounts.DEPOSITED, accounts.CLOSED))


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRules:
    """The rules of a kind.

    `title` is Thai. `checks_registers`: map and registers decide before anything is done at the place. `states` are
    those of an account for which it can be asked; None where it is about no account, or about one in any state.
    `becomes` is the account's state after the work. `when_paid_up`: nothing may be owed on the account. `details`: the
    words of the request that must be there.
    """

    title: str
    checks_registers: bool = False
    states: frozenset[str] | None = None
    becomes: str | None = None
    when_paid_up: bool = False
    details: tuple[str, ...] = ()


NEW_SIZE, NEW_PLACE, PLACE_OF_LEAK = "meter_size", "new_place", "place_of_leak"
NEW_HOLDER, NEW_HOLDER_ID, NEW_HOLDER_MOBILE = "new_holder", "new_holder_id", "new_holder_mobile"

RULES: Mapping[RequestKind, KindRules] = {
    RequestKind.NEW_CONNECTION: KindRules(title="ติดตั้งใหม่", checks_registers=True),
    RequestKind.RECONNECTION: KindRules(
        title="ติดตั้งซ้ำ (บรรจบมาตร)", states=STOPPED, becomes=accounts.ACTIVE, when_paid_up=True
    ),
    RequestKind.CHANGE_OF_SIZE: KindRules(title="เพิ่ม-ลดขนาดมาตร", states=USING, details=(NEW_SIZE,)),
    RequestKind.MOVE_OF_METER: KindRules(title="ย้าย/ยกมาตร", states=USING, details=(NEW_PLACE,)),
    RequestKind.DEPOSIT_OF_METER: KindRules(
        title="ฝากมาตร", states=USING, becomes=accounts.DEPOSITED, when_paid_up=True
    ),
    RequestKind.END_OF_USE: KindRules(
        title="ยกเลิกการใช้น้ำ", states=USING | {accounts.DEPOSITED}, becomes=accounts.CLOSED, when_paid_up=True
    ),
    RequestKind.TRANSFER: KindRules(
        title="โอนการใช้น้ำ",
        states=USING,
        when_paid_up=True,
        details=(NEW_HOLDER, NEW_HOLDER_ID, NEW_HOLDER_MOBILE),
    ),
    RequestKind.LEAK: KindRules(title="แจ้งท่อแตกรั่ว", details=(PLACE_OF_LEAK,)),
    RequestKind.PIPE_LEAK: KindRules(title="ซ่อมท่อรั่วที่ระบบภายในแจ้ง", checks_registers=True),
    RequestKind.REPAIR: KindRules(title="ซ่อมท่อหรืออุปกรณ์", checks_registers=True),
}
_WORDS = {
    NEW_SIZE: "ขนาดมาตรวัดน้ำที่ขอ",
    NEW_PLACE: "ตำแหน่งใหม่ของมาตรวัดน้ำ",
    PLACE_OF_LEAK: "ตำแหน่งที่ท่อแตกรั่ว",
    NEW_HOLDER: "ชื่อผู้รับโอน",
    NEW_HOLDER_ID: "เลขประจำตัวผู้รับโอน",
    NEW_HOLDER_MOBILE: "หมายเลขโทรศัพท์ผู้รับโอน",
}


def mistakes_of_kind(request: Request) -> list[str]:
    """Missing or wrong fields of a request of its kind, in Thai."""
    rules, given = RULES[request.kind], request.details
    wrong = [f"ไม่มี{_WORDS[name]}" for name in rules.details if not given.get(name)]
    if rules.states is not None and request.account is None:
        wrong.append("ไม่มีทะเบียนผู้ใช้น้ำ")
    if given.get(NEW_SIZE, "0") not in METER_SIZES:
        wrong.append("ขนาดมาตรวัดน้ำไม่ถูกต้อง")
    if (new_holder := given.get(NEW_HOLDER_ID)) and not is_thirteen_digit_id(new_holder):
        wrong.append("เลขประจำตัวผู้รับโอนไม่ถูกต้อง")
    return wrong


def mistakes_of_account(request: Request, row: Any, owes: bool) -> list[str]:
    """Why the account cannot have this now, in Thai."""
    rules = RULES[request.kind]
    wrong = []
    if rules.states is not None and row.state not in rules.states:
        wrong.append(f"สถานะของทะเบียนผู้ใช้น้ำไม่เข้าเงื่อนไขของคำร้อง{rules.title}")
    if rules.when_paid_up and owes:
        wrong.append(f"มีค่าน้ำค้างชำระ ต้องชำระก่อนยื่นคำร้อง{rules.title}")
    return wrong


def facts_after_work(request: Request, today: str) -> dict[str, Any]:
    """The columns of the account that the finished work changes."""
    given, rules = request.details, RULES[request.kind]
    facts: dict[str, Any] = {"state": rules.becomes} if rules.becomes else {}
    if request.kind is RequestKind.CHANGE_OF_SIZE:
        facts["meter_size"] = given[NEW_SIZE]
    if request.kind is RequestKind.TRANSFER:
        facts |= {"name": given[NEW_HOLDER], "tax_id": given[NEW_HOLDER_ID], "mobile": given[NEW_HOLDER_MOBILE]}
        facts["held_since"] = today
    return facts
