"""The rules about money: none appears or vanishes, and each party's is booked under its name and day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from partnerlab.scenario.story_rules.step_activity import StepActivity
from partnerlab.scenario.verdicts import Fail


@dataclass(frozen=True, slots=True)
class _ControlRule:
    """A rule about figures of our side's books, and the message when it is broken."""

    names: tuple[str, ...]
    holds: Callable[..., bool]
    expected: str
    en: str
    th: str


_CONTROL_RULES = (
    _ControlRule(
        ("issued", "paid", "outstanding", "written_off"),
        lambda issued, paid, outstanding, written_off: issued == paid + outstanding + written_off,
        "issued = paid + outstanding + written_off, in satang",
        "what was charged is neither paid, nor outstanding, nor written off",
        "ยอดที่เรียกเก็บไม่เท่ากับยอดชำระ ยอดค้าง และยอดตัดบัญชีรวมกัน",
    ),
    _ControlRule(
        ("receipts", "payments"),
        lambda receipts, payments: bool(receipts == payments),
        "as many receipts as payments that have one",
        "a payment has two receipts, or two have the same",
        "รายการชำระหนึ่งรายการต้องมีใบเสร็จไม่เกินหนึ่งใบ",
    ),
    _ControlRule(
        ("lowest_deposit",),
        lambda lowest: bool(lowest >= 0),
        "no deposit below nothing",
        "a customer's deposit is negative",
        "เงินรับล่วงหน้าของผู้ใช้น้ำติดลบ",
    ),
    _ControlRule(
        ("suspense", "unidentified"),
        lambda suspense, unidentified: bool(suspense == unidentified),
        "suspense = receipts of money that belongs to nobody known, in satang",
        "money in suspense is not accounted for by receipts",
        "เงินรอตรวจสอบไม่ตรงกับใบรับเงินที่ยังไม่ทราบเจ้าของ",
    ),
)


def money_is_conserved(since: StepActivity) -> None:
    books = since.books
    if books is None:
        return
    left = books["received"] - books["reversed"]
    right = books["applied"] + books["deposits"] + books["suspense"]
    if left != right:
        raise Fail(
            "money appeared or vanished in our side's books",
            "ยอดเงินในบัญชีของระบบไม่ตรงกัน",
            blame="system_under_test",
            expected=f"received - reversed = {left} satang",
            actual=f"applied + deposits + suspense = {right} satang",
        )


def books_balance(since: StepActivity) -> None:
    """The control figures, as far as our side shows them."""
    books = since.books or {}
    for rule in _CONTROL_RULES:
        figures = [books.get(name) for name in rule.names]
        if None not in figures and not rule.holds(*figures):
            shown = ", ".join(f"{name} {figure}" for name, figure in zip(rule.names, figures, strict=True))
            raise Fail(rule.en, rule.th, blame="system_under_test", expected=rule.expected, actual=shown)


def agents_agree(since: StepActivity) -> None:
    """What each agent handed over is what our side booked under its name, and nothing is booked under any other name.

    Money of unknown outcome may be booked or not.
    """
    for wrong in since.lab.agent_totals.disagreements:
        raise Fail(wrong.en, wrong.th, blame="system_under_test", expected=wrong.expected, actual=wrong.seen)
    booked = (since.books or {}).get("by_agent")
    if booked is None:
        return
    counted = since.lab.agent_totals.by_book_name()
    for code, (partner, totals) in counted.items():
        amount = _booked(booked, code)
        if not totals.sure <= amount <= totals.sure + totals.unsure:
            raise Fail(
                f"{partner} and our side disagree on the money handed over",
                f"ยอดรับชำระของ {partner} กับระบบไม่ตรงกัน",
                blame="system_under_test",
                expected=f"{totals.sure} satang, and up to {totals.unsure} more of unknown outcome",
                actual=f"{amount} satang booked for {code}",
            )
    for code in booked.keys() - counted.keys():
        if amount := _booked(booked, code):
            raise Fail(
                "our side booked money under a name that is no agent's",
                "ระบบบันทึกเงินในชื่อที่ไม่ใช่ตัวแทนรายใด",
                blame="system_under_test",
                expected=f"money booked for {', '.join(sorted(counted)) or 'none'} only",
                actual=f"{amount} satang booked for {code}",
            )


def days_agree(since: StepActivity) -> None:
    """At the end of a story: what an agent handed over on a day is what our side booked of that day."""
    for day in since.days if since.ends else ():
        if not day.agrees:
            place, handed_over = day.place, day.handed_over
            raise Fail(
                f"{place.partner}, {place.way} of {place.day}: our side booked another amount than was handed over",
                f"{place.partner} วันที่ {place.day}: ยอดที่ระบบบันทึกไม่ตรงกับยอดที่ตัวแทนนำส่ง",
                blame="system_under_test",
                expected=f"{handed_over.amount} satang, and up to {handed_over.unsure} more of unknown outcome",
                actual=f"{day.booked.amount} satang",
            )


def _booked(by_agent: dict[str, Any], code: str) -> int:
    ours = by_agent.get(code, {"received": 0, "reversed": 0})
    amount: int = ours["received"] - ours["reversed"]
    return amount
