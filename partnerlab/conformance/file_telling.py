"""What is told of a checked file: on a terminal, and as the events that every report is made from."""

from __future__ import annotations

from functools import partial

from partnerlab.conformance.examination import Check, Examination, Listener
from partnerlab.conformance.files import CheckedFile
from partnerlab.contract.records.ruler import Language
from partnerlab.lab.lab import Lab
from partnerlab.lab.registry import Kit
from partnerlab.lab.system import nobody
from partnerlab.scenario.verdicts import Fail, Text
from partnerlab.world.money import baht_text

LANGUAGES: tuple[Language, ...] = ("en", "th")

_WORDS: dict[str, Text] = {
    "check": {"en": "{} keeps its layout", "th": "{} ตรงตามรูปแบบที่ตกลง"},
    "pass": {"en": "Pass", "th": "ผ่าน"},
    "fail": {"en": "Fail", "th": "ไม่ผ่าน"},
    "finding": {"en": "1 finding", "th": "พบข้อผิดพลาด 1 จุด"},
    "findings": {"en": "{:,} findings", "th": "พบข้อผิดพลาด {:,} จุด"},
    "refused": {"en": "the whole file would be refused", "th": "ไฟล์นี้จะถูกปฏิเสธทั้งไฟล์"},
    "lines_refused": {"en": "{:,} of its records would be refused", "th": "{:,} ระเบียนในไฟล์จะถูกปฏิเสธ"},
    "lines": {"en": "{:,} lines, {:,} bytes", "th": "{:,} บรรทัด {:,} ไบต์"},
    "header": {"en": "header", "th": "ระเบียนหัว"},
    "detail": {"en": "details", "th": "ระเบียนรายการ"},
    "trailer": {"en": "trailer", "th": "ระเบียนท้าย"},
    "total": {"en": "the details add up to", "th": "ยอดรวมของรายการ"},
    "baht": {"en": "{} baht", "th": "{} บาท"},
    "more": {"en": "… and {:,} more; --limit draws more of them", "th": "… และอีก {:,} จุด ใช้ --limit เพื่อแสดงเพิ่ม"},
}


def text(checked: CheckedFile, language: Language) -> str:
    """Verdict, what the file holds, totals, and every kept finding under its line."""
    lines = [summary(checked, language), "", *_facts(checked, language)]
    for drawn in checked.rulers(language):
        lines += ["", drawn]
    if more := checked.verdict.finding_count - len(checked.verdict.findings):
        lines += ["", _said("more", language, more)]
    return "\n".join(lines)


def summary(checked: CheckedFile, language: Language) -> str:
    """One line: how it ended, and what that means for the file."""
    verdict, name = checked.verdict, f"{checked.partner.name}/{checked.operation}  {checked.path.name}"
    if verdict.ok:
        return f"{_said('pass', language)}  {name}"
    found = _said("findings" if verdict.finding_count > 1 else "finding", language, verdict.finding_count)
    means = _said("refused" if verdict.file_refused else "lines_refused", language, verdict.bad_details)
    return f"{_said('fail', language)}  {name}: {found}; {means}"


def examine(kit: Kit, checked: CheckedFile, listener: Listener) -> None:
    """Tell the listener of the file, as of an examination with one check."""
    lab = Lab(kit)
    lab.system = nobody()
    name = f"{checked.partner.name}/{checked.operation}/{checked.path.name}"
    title: Text = {language: _said("check", language, checked.path.name) for language in LANGUAGES}
    check = Check(name, title, checked.partner.name, partial(_hold, checked))
    Examination(lab, checked.path.name, "check_file", listener).run([check])


def _hold(checked: CheckedFile) -> None:
    if checked.verdict.ok:
        return
    seen = {language: "\n\n".join(checked.rulers(language)) for language in LANGUAGES}
    en, th = (summary(checked, language) for language in LANGUAGES)
    raise Fail(en, th, blame="partner", expected=dict(checked.layout.model.title), actual=seen)


def _facts(checked: CheckedFile, language: Language) -> list[str]:
    """How many records of each kind, and what the details add up to."""
    verdict = checked.verdict
    roles = ", ".join(f"{_said(role, language)} {n:,}" for role, n in verdict.counts.items() if n)
    rows = [f"  {_said('lines', language, verdict.lines, verdict.bytes)}: {roles}"]
    summed = {total.field for total in checked.layout.model.totals if total.sum}
    for name, value in verdict.totals.items():
        told = _said("baht", language, baht_text(value)) if name in summed else f"{value:,}"
        rows.append(f"  {_said('total', language)} {name}: {told}")
    return rows


def _said(word: str, language: Language, *values: object) -> str:
    return _WORDS[word][language].format(*values)
