"""The accounts of a sandbox: people with a bill, each of whom makes our side behave in one way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from partnerlab.lab.lab import Lab
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
    "after_cut_off": {"en": "to be paid after the cut-off", "th": "สำหรับชำระหลังเวลาตัดยอด"},
}

_FIRST = 1080
_USAGE = {"plain": 8, "spare": 12, "overdue": 20, "reversed": 9, "late": 14}


@dataclass(frozen=True, slots=True)
class SandboxAccount:
    """`owed` is in baht, as our side says it."""

    role: str
    registration: str
    reference1: str
    invoice: str
    owed: str
    name: str
    pid: str
    house: str

    def is_named_in(self, raw: bytes) -> bool:
        """Whether a message speaks of it."""
        return any(number.encode() in raw for number in (self.registration, self.reference1, self.invoice))


def make_accounts(lab: Lab, system: System) -> list[SandboxAccount]:
    """Seed our side with one account of each role; bills are five days old, and due in ten."""
    today = lab.clock.now.date()
    given: dict[str, Any] = {"accounts": {}, "bills": {}}
    month = (today.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    for place, role in enumerate(ROLES):
        age = timedelta(days=40 if role == "overdue" else 5)
        given["accounts"][role] = _FIRST + place
        given["bills"][f"bill_{role}"] = {
            "account": role, "month": month, "usage": _USAGE.get(role, 10 + place),
            "issued": today - age, "due": today - age + timedelta(days=15),
        }  # fmt: skip
    made = fixtures.make(lab, given)
    for fixture in made.values():
        lab.personal_data.add(fixture)
    system.reset()
    system.set_clock(lab.clock.now)
    system.seed(fixtures.seed(made, given))
    return [_account(system, role, made[role], made[f"bill_{role}"]) for role in ROLES]


def _account(system: System, role: str, account: Any, bill: Any) -> SandboxAccount:
    shown = system.show("account", account.registration).body
    holder = account.holder
    return SandboxAccount(
        role, account.registration, account.ref1, bill.invoice, str(shown["total"]), account.name,
        getattr(holder, "pid", None) or holder.juristic_id, account.house.code,
    )  # fmt: skip
