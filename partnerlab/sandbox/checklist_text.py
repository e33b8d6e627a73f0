"""The checklist in words: for a terminal, and as events for a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partnerlab.conformance import check_events
from partnerlab.conformance.check_result import CheckResult
from partnerlab.report.safe_text import printable
from partnerlab.report.translations import Language
from partnerlab.sandbox.accounts import ROLES
from partnerlab.sandbox.checklist import ChecklistStep
from partnerlab.sandbox.checklist_data import covered
from partnerlab.sandbox.session import Sandbox

_MARKS = {"done": "x", "near": "~", "awaited": " "}

_WORDS = {
    "address": ("Send to", "ส่งมาที่"),
    "credentials": ("with", "โดยใช้"),
    "accounts": (
        "Accounts: reference 1, registration, invoice, owed (baht)",
        "บัญชี: รหัสอ้างอิง 1 ทะเบียน เลขใบแจ้งหนี้ ยอดค้าง (บาท)",
    ),
    "clock": (
        "Time goes on as on your clock. To move it",
        "เวลาเดินตามนาฬิกาจริง หากต้องการเลื่อน",
    ),
    "page": ("The list in a browser", "ดูรายการนี้ในเบราว์เซอร์"),
    "steps": (
        "Steps, ticked by what arrives, in any order",
        "รายการที่ต้องแสดง ทำลำดับใดก็ได้ ระบบจะทำเครื่องหมายเองเมื่อได้รับ",
    ),
    "left": ("{left} of {all} steps are still awaited", "ยังรออีก {left} จาก {all} ข้อ"),
    "finished": ("all {all} steps were shown", "แสดงครบทั้ง {all} ข้อ"),
}


def word(key: str, language: Language, **values: Any) -> str:
    """One of the words of this page."""
    return _WORDS[key][language == "th"].format(**values)


def introduction(sandbox: Sandbox, language: Language) -> str:
    """Addresses, credentials, accounts with known facts, and the whole list."""
    to = f"past the cut-off of {sandbox.partner.name}" if sandbox.partner.cut_off else "by 1 hour"
    move = f"""curl -X PUT -H 'Content-Type: application/json' -d '{{"advance": "{to}"}}'"""
    lines = [f"{word('address', language)}: {sandbox.url}"]
    lines += [f"  {word('credentials', language)} {name}: {value}" for name, value in sandbox.credentials().items()]
    lines += ["", f"{word('accounts', language)}"]
    lines += [
        f"  {a.reference1}  {a.registration}  {a.invoice}  {a.owed:>10}  {ROLES[a.role][language]}"
        for a in sandbox.accounts
    ]
    lines += ["", f"{word('clock', language)}:", f"  {move} {sandbox.control_url}/clock", ""]
    lines += [f"{word('page', language)}: {sandbox.page_url}", ""]
    lines += [f"{word('steps', language)}:"]
    return "\n".join([*lines, *(step_text(step, language) for step in sandbox.checklist.steps)])


def step_text(step: ChecklistStep, language: Language) -> str:
    """One step as it stands: how to show it, how it was nearly shown, or by which exchange it was."""
    line = f"[{_MARKS[step.state]}] {step.title[language]}"
    if step.number is not None:
        return f"{line}  #{step.number}"
    if step.miss:
        return f"{line}\n      → {printable(step.miss[language])}"
    return f"{line}: {step.advice[language]}"


def last_line(sandbox: Sandbox, language: Language) -> str:
    """How much is left."""
    count = len(sandbox.checklist.steps)
    if left := len(sandbox.checklist.left):
        return word("left", language, left=left, all=count)
    return word("finished", language, all=count)


def checklist_events(sandbox: Sandbox) -> Iterator[dict[str, Any]]:
    """The list as the checks of a run, each of one step; what tells who an account is of is covered."""
    return (covered(event, sandbox.accounts) for event in _events(sandbox))


def _events(sandbox: Sandbox) -> Iterator[dict[str, Any]]:
    steps, partner = sandbox.checklist.steps, sandbox.partner.name
    yield check_events.run_started(sandbox.url, "verify", len(steps))
    results = []
    for step in steps:
        name = f"{partner}/{step.name}"
        verdict = "pass" if step.state == "done" else "fail" if step.miss else "not_received"
        reason = None if verdict == "pass" else step.miss or step.advice
        yield check_events.check_started(name, step.title, partner, [])
        yield check_events.step_started(name, 1, "sends", step.advice)
        blame = None if verdict == "pass" else "partner"
        yield check_events.step_finished(name, 1, verdict, blame=blame, reason=reason)
        result = CheckResult(name, verdict, blame, reason)
        results.append(result)
        yield check_events.check_finished(result)
    yield check_events.run_finished(results)
