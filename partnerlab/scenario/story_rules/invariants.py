"""What must hold after every step of every scenario, declared once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from partnerlab.contract.findings import failures
from partnerlab.errors import InputError
from partnerlab.lab.agent_totals.day_comparison import SHOWN, ComparedDay, compare_days
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.our_side import CIS, SYSTEMS
from partnerlab.scenario.story_rules.sent_once import repeats
from partnerlab.scenario.verdicts import Error, Fail, Text


@dataclass
class StepActivity:
    """What happened since the last step, and our side's books after it, read once for all rules.

    `acted`: our side did something by itself, or the story ends here (`ends`). `forgotten`: up to which exchange a
    partner has lost what it took, for its state was set.
    """

    lab: Lab
    exchanges: Sequence[Exchange]
    acted: bool = True
    ends: bool = False
    forgotten: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def books(self) -> dict[str, Any] | None:
        """Nothing where no money can have moved, or where our side does not show its books."""
        moved = self.acted or any(self._agent(exchange) for exchange in self.exchanges)
        if not moved or not self.lab.systems.plays(CIS) or not self.lab.system.hooked:
            return None
        return self.lab.system.books()

    @cached_property
    def days(self) -> list[ComparedDay]:
        """Each agent's days, reconciled; empty where none handed money over, or where our side shows no such thing."""
        if not self.lab.agent_totals.by_day() or not self.lab.systems.plays(CIS) or not self.lab.system.hooked:
            return []
        shown = self.lab.system.show(SHOWN, "all")
        return compare_days(self.lab.agent_totals, shown.body) if shown.status == 200 else []

    def _agent(self, exchange: Exchange) -> bool:
        partners = (self.lab.kit.partners.get(party) for party in exchange.parties())
        return any(partner is not None and partner.pays for partner in partners)


Check = Callable[[StepActivity], None]


@dataclass(frozen=True, slots=True)
class Invariant:
    """A rule over what happened since the last step; it raises a verdict where it is broken."""

    name: str
    title: Text
    check: Check


@dataclass(frozen=True, slots=True)
class _ControlRule:
    """What must be true of some figures of our side's books; how its breach is told."""

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


def _partners_work(since: StepActivity) -> None:
    for where, bad in since.lab.failures.errors:
        if isinstance(bad, InputError):
            raise Error(str(bad), f"ห้องทดสอบทำงานต่อไม่ได้: {bad}", blame="configuration") from bad
        text = f"{where} raised {type(bad).__name__}: {bad}"
        raise Error(text, f"ตัวจำลองทำงานผิดพลาด: {text}", blame="simulator") from bad
    if trouble := since.lab.real_partners.trouble:
        raise Fail(f"a real partner: {trouble}", f"ติดต่อคู่เชื่อมโยงจริงไม่ได้: {trouble}", blame="network")


def _contracts_hold(since: StepActivity) -> None:
    for exchange in since.exchanges:
        for finding in failures(exchange.findings):
            if finding.side not in exchange.excused:
                raise Fail(
                    f"{exchange.name}: {finding.side} {finding.where}: {finding.rule}",
                    f"{exchange.name}: ข้อความไม่เป็นไปตามสัญญาที่ {finding.where} ({finding.rule})",
                    blame=_blame(since.lab, exchange.culprit(finding)),
                    expected=finding.expected,
                    actual=finding.seen,
                )


def _sent_once(since: StepActivity) -> None:
    after = since.exchanges[0].number - 1 if since.exchanges else since.lab.journal.last
    for acknowledged, again in repeats(since.lab.journal, after, since.forgotten):
        raise Fail(
            f"{again.name}: {again.receiver} has acknowledged this message already, as {acknowledged.name}",
            f"{again.name}: {again.receiver} ตอบรับข้อความนี้แล้วใน {acknowledged.name} แต่ระบบส่งซ้ำ",
            blame="system_under_test",
            expected="nothing more, once it is acknowledged",
            actual=again.request.line,
        )


def _log_names_nobody(since: StepActivity) -> None:
    """A log line written during an exchange is a finding of that exchange; these are the other lines."""
    for finding in since.lab.log_findings.apart:
        raise Fail(
            f"{finding.where}: {finding.rule}",
            f"บันทึกการทำงาน (log) ของระบบมีข้อมูลส่วนบุคคลหรือความลับ ({finding.rule})",
            blame="system_under_test",
            expected=finding.expected,
            actual=finding.seen,
        )


def _money_is_conserved(since: StepActivity) -> None:
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


def _books_balance(since: StepActivity) -> None:
    """The control figures, as far as our side shows them."""
    books = since.books or {}
    for rule in _CONTROL_RULES:
        figures = [books.get(name) for name in rule.names]
        if None not in figures and not rule.holds(*figures):
            shown = ", ".join(f"{name} {figure}" for name, figure in zip(rule.names, figures, strict=True))
            raise Fail(rule.en, rule.th, blame="system_under_test", expected=rule.expected, actual=shown)


def _agents_agree(since: StepActivity) -> None:
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


def _days_agree(since: StepActivity) -> None:
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


def _blame(lab: Lab, party: str) -> str:
    if party in SYSTEMS:
        return "system_under_test"
    return "partner" if lab.real_partners.covers(lab.kit.partner(party)) else "simulator"


INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "partners_work",
        {"en": "Simulators work, real partners can be reached", "th": "ตัวจำลองทำงานได้ปกติ และติดต่อคู่เชื่อมโยงจริงได้"},
        _partners_work,
    ),
    Invariant(
        "contracts_hold",
        {
            "en": "Every message keeps its contract, and no field leaves its scope",
            "th": "ทุกข้อความเป็นไปตามสัญญา และไม่มีข้อมูลใดเกินขอบเขตที่ตกลง",
        },
        _contracts_hold,
    ),
    Invariant(
        "sent_once",
        {
            "en": "No message is sent again once it is acknowledged",
            "th": "ข้อความที่ผู้รับตอบรับแล้วไม่ถูกส่งซ้ำ",
        },
        _sent_once,
    ),
    Invariant(
        "log_names_nobody",
        {
            "en": "The log names nobody who is in play, and holds no secret",
            "th": "บันทึกการทำงาน (log) ไม่มีข้อมูลของผู้ที่เกี่ยวข้องและไม่มีความลับ",
        },
        _log_names_nobody,
    ),
    Invariant(
        "money_is_conserved",
        {"en": "Money is conserved", "th": "ยอดเงินไม่สูญหายและไม่งอกเกิน"},
        _money_is_conserved,
    ),
    Invariant(
        "books_balance",
        {
            "en": "Charges, receipts, deposits and suspense are accounted for",
            "th": "ยอดเรียกเก็บ ใบเสร็จ เงินรับล่วงหน้า และเงินรอตรวจสอบ ตรวจสอบได้ครบ",
        },
        _books_balance,
    ),
    Invariant(
        "agents_agree",
        {"en": "Agents and our side agree on the money", "th": "ตัวแทนชำระเงินและระบบมียอดตรงกัน"},
        _agents_agree,
    ),
    Invariant(
        "days_agree",
        {"en": "Each agent's day is booked as it was handed over", "th": "ยอดแต่ละวันของตัวแทนแต่ละรายตรงกับที่นำส่ง"},
        _days_agree,
    ),
)
