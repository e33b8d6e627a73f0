"""The accounts of a sandbox: customers with a bill. Each makes our side behave in one way, or belongs to one file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.system_under_test import System
from partnerlab.scenario import fixtures
from partnerlab.scenario.verdicts import Text

ROLES: Mapping[str, Text] = {
    "plain": {"en": "nothing special", "th": "ปกติ"},
    "spare": {"en": "nothing special", "th": "ปกติ"},
    "overdue": {"en": "overdue", "th": "เกินกำหนดชำระ"},
    "reversed": {"en": "to be taken back", "th": "สำหรับยกเลิกรายการ"},
    "no_answer": {"en": "the first payment is booked, and no answer comes", "th": "บันทึกการชำระครั้งแรก แต่ไม่ตอบ"},
    "late": {"en": "the first payment is answered late", "th": "ตอบการชำระครั้งแรกล่าช้า"},
    "error": {"en": "the first payment is answered 500, and not booked", "th": "ตอบ 500 ในครั้งแรก และไม่บันทึก"},
    "cut_short": {"en": "the line breaks in the first answer", "th": "สายขาดระหว่างตอบครั้งแรก"},
    "twice": {"en": "the first payment is answered twice", "th": "ตอบการชำระครั้งแรกสองครั้ง"},
    "after_cut_off": {"en": "to be paid after the cut-off", "th": "สำหรับชำระหลังเวลาตัดรอบ"},
    "good_line": {"en": "for the right line of a file with a bad one", "th": "สำหรับรายการที่ถูกต้องในไฟล์ที่มีรายการผิด"},
    "bad_line": {"en": "for the bad line of that file", "th": "สำหรับรายการที่ผิดในไฟล์นั้น"},
    "used_name": {"en": "for a file under a used name", "th": "สำหรับไฟล์ที่ใช้ชื่อซ้ำ"},
} | {
    f"file_{number}{place}": {"en": f"asked for in our file {number}", "th": f"อยู่ในไฟล์ที่ {number} ที่ขอหักบัญชี"}
    for number in (1, 2, 3)
    for place in ("", "_second")
}  # fmt: skip

_OF_MESSAGES = (
    "plain", "spare", "overdue", "reversed", "no_answer", "late", "error", "cut_short", "twice", "after_cut_off",
)  # fmt: skip
_OF_FILES = ("plain", "late", "good_line", "bad_line", "used_name", "after_cut_off")
_OF_OTHERS = ("plain", "spare", "overdue")
OF_DEBITS = (("file_1", "file_1_second"), ("file_2", "file_2_second"), ("file_3", "file_3_second"))
"""By our files, of which each asks for two."""

_FIRST = 1080
_USAGE = {"plain": 8, "spare": 12, "overdue": 20, "reversed": 9, "late": 14}


@dataclass(frozen=True, slots=True)
class SandboxAccount:
    """`owed` is in baht, as our side says it; `mobile` is on record at the branch."""

    role: str
    registration: str
    reference1: str
    invoice: str
    owed: str
    name: str
    pid: str
    house: str
    mobile: str

    def is_named_in(self, raw: bytes) -> bool:
        """Whether a message speaks of it."""
        return any(number.encode() in raw for number in (self.registration, self.reference1, self.invoice))


def make_accounts(lab: Lab, system: System, partner: Partner) -> list[SandboxAccount]:
    """Seed the customer system with the accounts of a partner; bills are five days old, and due in ten.

    One that deals with another system of ours needs none.
    """
    if partner.system != system.name:
        return []
    system.reset()
    system.set_clock(lab.clock.now)
    if partner.debits:
        return [account for roles in OF_DEBITS for account in _asked_for(lab, system, roles, partner)]
    return _seeded(lab, system, _roles(partner), {}, timedelta(days=10))


def _roles(partner: Partner) -> tuple[str, ...]:
    if not partner.pays:
        return _OF_OTHERS
    return _OF_FILES if partner.file_channels else _OF_MESSAGES


def _asked_for(lab: Lab, system: System, roles: tuple[str, ...], partner: Partner) -> list[SandboxAccount]:
    """Accounts with a mandate, and our file that asks for them."""
    accounts = _seeded(lab, system, roles, {"mandate": partner.name}, timedelta(days=1))
    system.job("make_debits", {})
    return accounts


def _seeded(
    lab: Lab, system: System, roles: tuple[str, ...], facts: dict[str, Any], due_in: timedelta
) -> list[SandboxAccount]:
    given: dict[str, Any] = {"accounts": {}, "bills": {}}
    for role in roles:
        place = list(ROLES).index(role)
        given["accounts"][role] = {"number": _FIRST + place} | facts
        given["bills"][f"bill_{role}"] = _bill(role, lab.clock.now.date(), due_in, _USAGE.get(role, 10 + place))
    made = fixtures.make(lab, given)
    for fixture in made.values():
        lab.personal_data.add(fixture)
    seeds = fixtures.seed(made, given)
    system.seed(seeds)
    mobiles = {told["registration"]: told["mobile"] for told in seeds}
    return [_account(system, role, made[role], made[f"bill_{role}"], mobiles) for role in roles]


def _bill(role: str, today: date, due_in: timedelta, usage: int) -> dict[str, Any]:
    """The bill of last month; one that is overdue has been so for weeks."""
    month = (today.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    issued = today - timedelta(days=40 if role == "overdue" else 5)
    due = issued + timedelta(days=15) if role == "overdue" else today + due_in
    return {"account": role, "month": month, "usage": usage, "issued": issued, "due": due}


def _account(system: System, role: str, account: Any, bill: Any, mobiles: Mapping[str, str]) -> SandboxAccount:
    shown = system.show("account", account.registration).body
    holder = account.holder
    return SandboxAccount(
        role, account.registration, account.ref1, bill.invoice, str(shown["total"]), account.name,
        getattr(holder, "pid", None) or holder.juristic_id, account.house.code,
        mobiles[account.registration],
    )  # fmt: skip
