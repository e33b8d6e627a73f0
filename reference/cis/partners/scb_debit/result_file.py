"""The bank's file of results: what became of each debit of one batch. What cannot be read refuses the whole file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reference.cis.messages import (
    AskedDebit,
    BatchReference,
    DebitOutcome,
    DebitResult,
    FileOutcome,
    FileRefused,
    Reason,
    ReceivedFile,
)
from reference.cis.partners._common.fixed_width import date_of, first_line, is_digits, is_text, is_time, lines_of, text
from reference.cis.partners.scb_debit.outstanding_file import COMPANY_ID, LENGTH, letters
from reference.cis.partners.scb_debit.reason_codes import COLLECTED, STATUSES, reason_of

_NAME = re.compile(r"([A-Z0-9]+)_MWA_RS_([0-9]{8})_[0-9]{2}\.txt\Z")
_KINDS = {"H": "หัว", "D": "รายการ", "T": "ท้าย"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One debit's outcome: `reason` is empty when it was collected, `amount` and `paid` are satang."""

    mandate: str
    reference1: str
    invoice: str
    amount: int
    paid: int
    status: str
    reason: str
    problem: str = ""

    @property
    def collected(self) -> bool:
        return self.status == COLLECTED


def read_header(file: ReceivedFile, bank_code: str) -> BatchReference:
    """The batch that it answers; raises `FileRefused` unless frame, header and name are in order."""
    lines = lines_of(file.data)
    _require_frame(lines)
    header = lines[0]
    _require_header(header, bank_code)
    _require_name(file.name, letters(file.agent), date_of(header[40:48]))
    return BatchReference(text(header, 11, 20), date_of(header[32:40]))


def read_answers(file: ReceivedFile, asked: Sequence[AskedDebit]) -> DebitResult:
    """The answers of a file whose header was read, which agree with its trailer."""
    lines = lines_of(file.data)
    answers = [_answer(line, lines[0], number) for number, line in enumerate(lines[1:-1], 2)]
    _require_totals(lines[-1], lines[0], answers)
    places = {(debit.mandate, debit.branch + debit.registration, debit.invoice): debit.place for debit in asked}
    return DebitResult([_outcome(answer, places) for answer in answers])


def _outcome(answer: Answer, places: Mapping[tuple[str, str, str], int]) -> DebitOutcome:
    place = places.get((answer.mandate, answer.reference1, answer.invoice))
    if answer.problem:
        return DebitOutcome(place, answer.amount, answer.paid, Reason.UNKNOWN, answer.reason, answer.problem)
    reason = None if answer.collected else reason_of(answer.reason)
    return DebitOutcome(place, answer.amount, answer.paid, reason, answer.reason)


def batch_of(data: bytes) -> str:
    """The batch that a file says it answers, however broken it is; empty when that cannot be read."""
    first = first_line(data, LENGTH)
    return text(first, 11, 20) if is_digits(first, 11, 20) else ""


def _require_frame(lines: list[bytes]) -> None:
    if len(lines) < 2:
        raise FileRefused(FileOutcome.FRAME, "ไฟล์ต้องมีระเบียนหัวและระเบียนท้าย")
    for number, line in enumerate(lines, 1):
        kind = "H" if number == 1 else "T" if number == len(lines) else "D"
        if len(line) != LENGTH:
            raise FileRefused(FileOutcome.FRAME, f"ระเบียน {number} ต้องยาว {LENGTH} ไบต์ พบ {len(line)}")
        if not is_text(line, 1, LENGTH):
            raise FileRefused(FileOutcome.ENCODING, f"ระเบียน {number} ไม่ใช่ข้อความ cp874")
        if line[:1] != kind.encode():
            raise FileRefused(FileOutcome.FRAME, f"ระเบียน {number} ต้องเป็นระเบียน{_KINDS[kind]} {kind}")
        if line[1:7] != b"%06d" % number:
            outcome = FileOutcome.FIRST_NUMBER if number == 1 else FileOutcome.FRAME
            raise FileRefused(outcome, f"ระเบียน {number} ลำดับต้องเป็น {number:06d} พบ {text(line, 2, 7)}")


def _require_header(line: bytes, bank_code: str) -> None:
    checks = (
        (line[7:10] == bank_code.encode(), f"8-10 ต้องเป็น {bank_code}"),
        (is_digits(line, 11, 20), "11-20 ต้องเป็นตัวเลข"),
        (line[20:32] == COMPANY_ID, f"21-32 ต้องเป็น {COMPANY_ID.decode()}"),
        (date_of(line[32:40]), "33-40 ไม่ใช่วันที่ DDMMYYYY"),
        (date_of(line[40:48]), "41-48 ไม่ใช่วันที่ DDMMYYYY"),
        (is_time(line[48:54]), "49-54 ไม่ใช่เวลา HHMMSS"),
    )
    _require(checks, 1)


def _require_name(name: str, bank: str, day: date | None) -> None:
    named = _NAME.match(name)
    if named is None or named[1] != bank:
        raise FileRefused(FileOutcome.NAME, f"ชื่อไฟล์ต้องเป็น {bank}_MWA_RS_YYYYMMDD_NN.txt")
    if day is not None and f"{day:%Y%m%d}" != named[2]:
        raise FileRefused(FileOutcome.NAME, f"วันที่ประมวลผล {day:%d%m%Y} ไม่ตรงกับชื่อไฟล์")


def _answer(line: bytes, header: bytes, number: int) -> Answer:
    status, reason = text(line, 83, 86), text(line, 87, 90)
    given = reason == "" if status == COLLECTED else reason != ""
    checks = (
        (line[7:20] == header[7:20], "8-20 ไม่ตรงกับระเบียนหัว"),
        (is_digits(line, 21, 34), "21-34 ต้องเป็นตัวเลข 14 หลัก"),
        (is_digits(line, 35, 44), "35-44 ต้องเป็นตัวเลข 10 หลัก"),
        (is_digits(line, 45, 56), "45-56 ต้องเป็นตัวเลข 12 หลัก"),
        (is_digits(line, 57, 82), "57-82 ไม่ใช่จำนวนเงิน"),
        (status in STATUSES, "83-86 ไม่ใช่ผลที่รู้จัก"),
    )
    _require(checks, number)
    problem = "" if given else f"ระเบียน {number} ตำแหน่ง 87-90 ต้องมีเหตุผลเมื่อหักไม่ได้ และว่างเมื่อหักได้"
    return Answer(
        mandate=text(line, 21, 34),
        reference1=text(line, 35, 44),
        invoice=text(line, 45, 56),
        amount=int(line[56:69]),
        paid=int(line[69:82]),
        status=status,
        reason=reason,
        problem=problem,
    )


def _require(checks: Sequence[tuple[object, str]], number: int) -> None:
    for right, wrong in checks:
        if not right:
            raise FileRefused(FileOutcome.UNREADABLE, f"ระเบียน {number} ตำแหน่ง {wrong}")


def _require_totals(line: bytes, header: bytes, answers: Sequence[Answer]) -> None:
    """Count and amount of all debits, of the collected and of the rejected."""
    if line[7:20] != header[7:20] or not is_digits(line, 21, 83):
        raise FileRefused(FileOutcome.UNREADABLE, "ระเบียนท้าย อ่านชุดข้อมูลหรือยอดรวมไม่ได้")
    collected = [each.paid for each in answers if each.collected]
    rejected = [each.amount for each in answers if not each.collected]
    parts = (("ทั้งหมด", 21, [each.amount for each in answers]), ("หักได้", 42, collected), ("หักไม่ได้", 63, rejected))
    for kind, first, amounts in parts:
        count, told = int(line[first - 1 : first + 5]), int(line[first + 5 : first + 20])
        if (count, told) != (len(amounts), sum(amounts)):
            seen, right = f"{count} รายการ {told} สตางค์", f"{len(amounts)} รายการ {sum(amounts)} สตางค์"
            raise FileRefused(FileOutcome.TOTALS, f"ยอด{kind}ท้ายไฟล์ {seen} รวมได้ {right}")
