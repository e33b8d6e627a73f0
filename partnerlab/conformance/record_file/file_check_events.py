"""A checked file as events: its records, its totals, and the lines about which there is something to say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partnerlab.conformance import check_events
from partnerlab.conformance.check_events import Event
from partnerlab.conformance.check_result import CheckResult
from partnerlab.conformance.record_file.file_check import FileCheck
from partnerlab.conformance.record_file.file_excerpt import mask_lines, read_line, select_lines
from partnerlab.contract.files import FileFinding
from partnerlab.contract.findings import Finding, failures
from partnerlab.contract.unmarked_personal_data import cover_numbers
from partnerlab.scenario.step_text import OUR_SIDE
from partnerlab.scenario.verdicts import Text

_ROLES = {"header": "ระเบียนหัว", "detail": "ระเบียนรายการ", "trailer": "ระเบียนท้าย"}
_WHOLE = ("total",)
"""Rules of the second step: what only the sum of all records shows."""


def file_check_events(checked: FileCheck) -> Iterator[Event]:
    """The whole stream of one check."""
    outcome = _outcome(checked)
    yield check_events.run_started(cover_numbers(checked.name), "file", 1)
    yield check_events.check_started(outcome.name, _title(checked), cover_numbers(str(checked.path)), _parties(checked))
    yield from _step(checked, outcome, 1, _records(checked), totals=False)
    yield _exchange(checked, outcome)
    yield from _step(checked, outcome, 2, _totals(checked), totals=True)
    yield check_events.check_finished(outcome)
    yield check_events.run_finished([outcome])


def _outcome(checked: FileCheck) -> CheckResult:
    name = f"{checked.partner.name}/{checked.operation}/{cover_numbers(checked.name)}"
    if checked.passed:
        return CheckResult(name, "pass", steps=2, exchanges=1)
    blame = "partner" if checked.from_partner else "system_under_test"
    return CheckResult(name, "fail", blame, _reason(checked), steps=2, exchanges=1)


def _reason(checked: FileCheck) -> Text:
    verdict = checked.verdict
    count = checked.finding_count - (len(checked.findings) - len(failures(checked.findings)))
    if verdict.file_refused:
        en, th = "the whole file is refused", "ต้องปฏิเสธทั้งไฟล์"
    else:
        alone = "1 line alone is" if verdict.bad_details == 1 else f"{verdict.bad_details} lines alone are"
        en, th = f"{alone} refused", f"ปฏิเสธเฉพาะ {verdict.bad_details} บรรทัด"
    return {
        "en": f"{count} against the contract; {en}",
        "th": f"ไม่เป็นไปตามข้อกำหนดการเชื่อมต่อ {count} จุด {th}",
    }


def _step(checked: FileCheck, outcome: CheckResult, number: int, text: Text, *, totals: bool) -> Iterator[Event]:
    yield check_events.step_started(outcome.name, number, "judged", text)
    found = [finding for finding in failures(checked.findings) if (finding.rule in _WHOLE) is totals]
    beyond = checked.finding_count > len(checked.findings) and not totals  # what was not kept is told with the records
    word = "fail" if found or beyond else "pass"
    yield check_events.step_finished(outcome.name, number, word, blame=outcome.blame if word == "fail" else None)


def _title(checked: FileCheck) -> Text:
    title = checked.layout.model.title
    return {"en": title["en"], "th": title["th"]}


def _records(checked: FileCheck) -> Text:
    verdict = checked.verdict
    counts = [(role, count) for role, count in verdict.counts.items()]
    en = ", ".join(f"{role} {count:,}" for role, count in counts)
    th = ", ".join(f"{_ROLES[role]} {count:,}" for role, count in counts)
    return {
        "en": f"Records: {_counted(verdict.lines, 'line')}, {_counted(verdict.bytes, 'byte')} ({en})",
        "th": f"ระเบียน: {verdict.lines:,} บรรทัด {verdict.bytes:,} ไบต์ ({th})",
    }


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _totals(checked: FileCheck) -> Text:
    """What the details add up to, by the names of the fields that say so; amounts in baht."""
    amounts = ", ".join(f"{name} {_amount(checked, name, value)}" for name, value in checked.verdict.totals.items())
    return {"en": f"Details add up to: {amounts or 'nothing'}", "th": f"ยอดรวมของรายการ: {amounts or 'ไม่มี'}"}


def _amount(checked: FileCheck, name: str, value: int) -> str:
    kind = checked.layout.model.total_field(name)[1].kind
    return f"{value // 100:,}.{value % 100:02d}" if kind == "amount" else f"{value:,}"


def _parties(checked: FileCheck) -> list[Event]:
    ours = checked.partner.system
    return [
        check_events.party(ours, OUR_SIDE[ours], "system"),
        check_events.party(checked.partner.name, checked.partner.title),
    ]


def _exchange(checked: FileCheck, outcome: CheckResult) -> Event:
    partner, ours = checked.partner.name, checked.partner.system
    sender, receiver = (partner, ours) if checked.from_partner else (ours, partner)
    placed = [*checked.verdict.findings, *checked.unmarked_data]
    lines = select_lines(checked.path, checked.verdict.lines, placed)
    body, covered = mask_lines(checked.layout, lines)
    return {
        "event": "exchange",
        "scenario": outcome.name,
        "step": 1,
        "number": 1,
        "parent": None,
        "sender": sender,
        "receiver": receiver,
        "operation": checked.operation,
        "channel": checked.partner.file_channel(checked.operation),
        "request": {
            "line": cover_numbers(checked.name),
            "headers": {},
            "body": body,
            "lines": list(lines),
            "size": checked.verdict.bytes,
            "media": f"text/plain; charset={checked.layout.encoding}",
        },
        "answer": None,
        "findings": [_finding(checked, finding, outcome.blame) for finding in checked.findings],
        "untold": checked.finding_count - len(checked.findings),
        "masked": covered,
    }


def _finding(checked: FileCheck, finding: Finding, blame: str | None) -> dict[str, Any]:
    """With the line drawn under it where it has a place in the file."""
    event = finding.as_dict() | {"blame": blame, "excused": False}
    event |= {name: cover_numbers(str(event[name])) for name in ("expected", "seen")}
    if isinstance(finding, FileFinding) and finding.place:
        event["drawing"] = checked.layout.drawing(finding, read_line(checked.path, finding.place))
    return event
