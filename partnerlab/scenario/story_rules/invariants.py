"""Invariants: checks after every step of every scenario, declared once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from partnerlab.contract.findings import failures
from partnerlab.errors import InputError
from partnerlab.lab.lab import Lab
from partnerlab.lab.our_side import SYSTEMS
from partnerlab.scenario.story_rules import money_rules
from partnerlab.scenario.story_rules.asked_once import repeated_lookups
from partnerlab.scenario.story_rules.names_of_holders import strange_names
from partnerlab.scenario.story_rules.sent_once import repeats
from partnerlab.scenario.story_rules.step_activity import StepActivity
from partnerlab.scenario.verdicts import Error, Fail, Text

Check = Callable[[StepActivity], None]


@dataclass(frozen=True, slots=True)
class Invariant:
    """A rule over what happened since the last step; it raises a verdict where it is broken."""

    name: str
    title: Text
    check: Check


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


def _asked_once(since: StepActivity) -> None:
    for answered, again in repeated_lookups(since.exchanges):
        raise Fail(
            f"{again.name}: {again.receiver} has answered this look-up of a person already, as {answered.name}",
            f"{again.name}: {again.receiver} ตอบคำถามเกี่ยวกับบุคคลนี้แล้วใน {answered.name} แต่ระบบถามซ้ำ",
            blame="system_under_test",
            expected="no look-up of a person beyond need",
            actual=again.request.line,
        )


def _names_hold(since: StepActivity) -> None:
    for exchange in strange_names(since.exchanges, since.lab.journal, since.lab.world):
        raise Fail(
            f"{exchange.name}: our side names somebody who is not the holder of the account",
            f"{exchange.name}: ชื่อที่ระบบแจ้งไม่ใช่ชื่อของผู้ใช้น้ำตามทะเบียน",
            blame="system_under_test",
            expected="the holder's name, letter by letter, or as much of it as the column holds",
            actual="another name (not shown)",
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
        "asked_once",
        {
            "en": "No person is looked up again at the moment at which a register has answered",
            "th": "ไม่ค้นข้อมูลบุคคลซ้ำในขณะที่ทะเบียนเพิ่งตอบแล้ว",
        },
        _asked_once,
    ),
    Invariant(
        "names_hold",
        {"en": "Our side names each customer by the holder's name", "th": "ระบบแจ้งชื่อผู้ใช้น้ำตรงตามชื่อผู้ถือทะเบียน"},
        _names_hold,
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
        money_rules.money_is_conserved,
    ),
    Invariant(
        "books_balance",
        {
            "en": "Charges, receipts, deposits and suspense are accounted for",
            "th": "ยอดเรียกเก็บ ใบเสร็จ เงินรับล่วงหน้า และเงินรอตรวจสอบ ตรวจสอบได้ครบ",
        },
        money_rules.books_balance,
    ),
    Invariant(
        "agents_agree",
        {"en": "Agents and our side agree on the money", "th": "ตัวแทนชำระเงินและระบบมียอดตรงกัน"},
        money_rules.agents_agree,
    ),
    Invariant(
        "days_agree",
        {"en": "Each agent's day is booked as it was handed over", "th": "ยอดแต่ละวันของตัวแทนแต่ละรายตรงกับที่นำส่ง"},
        money_rules.days_agree,
    ),
)
