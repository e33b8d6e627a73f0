"""The agents' payment file, 256 bytes a record: header H, details D, trailer T, in cp874.

Columns as published for the cross-bank bill-payment file; this reader and its rules are our own.
Two kinds of wrong: a file that cannot be trusted as a whole, and a record that cannot be used. Both are
told in Thai, for the agent reads them in the answer.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime

from reference.cis.adapter import Link
from reference.cis.messages import (
    FileOutcome,
    FileRefused,
    FileResult,
    OutgoingFile,
    PaymentFile,
    PaymentRecord,
    ReceivedFile,
)
from reference.cis.partners._common import bill_payment_result_256
from reference.cis.partners._common.fixed_width import date_of, first_line, is_digits, is_text, is_time, lines_of, text

LENGTH = 256
_NAME = re.compile(r"MWA_([A-Z0-9]{3})_([0-9]{8})_[0-9]{2}\.txt\Z")


class BillPayment256:
    """Payment files of one agent, and the answers to them."""

    def __init__(self, link: Link) -> None:
        self._agent = link["agent_code"]

    def read(self, file: ReceivedFile) -> PaymentFile:
        """The content, which must agree with the name."""
        day = self._day_of(file.name)
        if day is None:
            raise FileRefused(FileOutcome.NAME, f"ชื่อไฟล์ต้องเป็น MWA_{self._agent}_YYYYMMDD_NN.txt")
        content = _read(file.data, self._agent)
        if content.effective != day:
            raise FileRefused(FileOutcome.NAME, f"วันที่มีผล {content.effective:%d%m%Y} ไม่ตรงกับชื่อไฟล์")
        return content

    def write_answer(self, file: ReceivedFile, result: FileResult, now: datetime) -> OutgoingFile:
        """The answer to a refused file has the day of its name, for the answer's name has that too."""
        header = first_line(file.data, LENGTH)
        effective = result.effective or self._day_of(file.name) or date_of(header[60:68]) or now.date()
        data = bill_payment_result_256.write(file, self._agent, result, effective, now)
        return OutgoingFile(bill_payment_result_256.answer_name(file.name), data)

    def _day_of(self, name: str) -> date | None:
        """The date that a name carries, None when the name is not one of this agent's."""
        parts = _NAME.match(name)
        if parts is None or parts[1] != self._agent:
            return None
        day = parts[2].encode()
        return date_of(day[6:] + day[4:6] + day[:4])


def _read(data: bytes, agent: str) -> PaymentFile:
    """The file's content; raises `FileRefused` with the record and the columns that are to blame."""
    lines = lines_of(data)
    _require_frame(lines)
    effective = _read_header(lines[0], agent)
    records = [_record(line, lines[0], agent.encode()) for line in lines[1:-1]]
    _require_totals(lines[-1], records)
    return PaymentFile(effective, records)


def _require_frame(lines: list[bytes]) -> None:
    """Length, order and numbering of the records."""
    if len(lines) < 2:
        raise FileRefused(FileOutcome.FRAME, "ไฟล์ต้องมีระเบียนหัวและระเบียนท้าย")
    for number, line in enumerate(lines, 1):
        if len(line) != LENGTH:
            raise _wrong_length(number, line)
        expected = b"H" if number == 1 else b"T" if number == len(lines) else b"D"
        if line[:1] != expected:
            seen = text(line, 1, 1)
            raise FileRefused(FileOutcome.FRAME, f"ระเบียน {number} ต้องเป็น {expected.decode()} พบ {seen}")
        if line[1:7] != b"%06d" % number:
            outcome = FileOutcome.FIRST_NUMBER if number == 1 else FileOutcome.FRAME
            raise FileRefused(outcome, f"ระเบียน {number} ลำดับต้องเป็น {number:06d} พบ {text(line, 2, 7)}")


def _wrong_length(number: int, line: bytes) -> FileRefused:
    """In UTF-8 a Thai letter takes three bytes: a common reason for a record that is too long."""
    if not line.isascii():
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return FileRefused(FileOutcome.ENCODING, f"ระเบียน {number} ต้องเข้ารหัส cp874 พบ UTF-8")
    return FileRefused(FileOutcome.FRAME, f"ระเบียน {number} ต้องยาว {LENGTH} ไบต์ พบ {len(line)}")


def _read_header(line: bytes, agent: str) -> date:
    """The effective date; the agent must be the one whose folder the file lay in."""
    if not is_text(line, 1, LENGTH):
        raise FileRefused(FileOutcome.ENCODING, "ระเบียนหัวไม่ใช่ข้อความ cp874")
    if text(line, 8, 10) != agent:
        raise FileRefused(FileOutcome.OTHER, f"รหัสตัวแทนต้องเป็น {agent} พบ {text(line, 8, 10)}")
    effective = date_of(line[60:68])
    if effective is None or not is_digits(line, 11, 20):
        raise FileRefused(FileOutcome.UNREADABLE, "ระเบียนหัว อ่านเลขบัญชีหรือวันที่มีผลไม่ได้")
    return effective


def _record(line: bytes, header: bytes, agent: bytes) -> PaymentRecord:
    identity = agent + line[20:34] + line[84:156] + line[163:176]
    reference1 = text(line, 85, 104)
    return PaymentRecord(
        sequence=int(line[1:7]),
        branch=reference1[:2],
        registration=reference1[2:],
        invoice=text(line, 105, 124),
        paid_on=date_of(line[20:28]),
        amount=int(line[163:176]) if is_digits(line, 164, 176) else None,
        brings_money=line[152:153] == b"C",
        payment_key=hashlib.sha256(identity).hexdigest(),
        problem=_problem(line, header),
        line=line,
    )


def _problem(line: bytes, header: bytes) -> str | None:
    """The first thing that makes a detail unusable."""
    checks = (
        (line[7:20] == header[7:20], "8-20 ไม่ตรงกับระเบียนหัว"),
        (date_of(line[20:28]), "21-28 ไม่ใช่วันที่ DDMMYYYY"),
        (is_time(line[28:34]), "29-34 ไม่ใช่เวลา HHMMSS"),
        (is_text(line, 35, 84), "35-84 ไม่ใช่ข้อความ cp874"),
        (is_digits(line, 85, 104, 10), "85-104 ต้องเป็นตัวเลข 10 หลัก"),
        (is_digits(line, 105, 124, 12), "105-124 ต้องเป็นตัวเลข 12 หลัก"),
        (is_digits(line, 145, 152), "145-152 ต้องเป็นตัวเลข"),
        (line[152:153] == b"C", "153 รับเฉพาะรายการ C"),
        (is_digits(line, 164, 176) and int(line[163:176]), "164-176 ไม่ใช่จำนวนเงิน"),
    )
    return next((f"ตำแหน่ง {wrong}" for right, wrong in checks if not right), None)


def _require_totals(trailer: bytes, records: list[PaymentRecord]) -> None:
    """Counts exactly; sums exactly too, unless an amount is unreadable: then not less than what is known."""
    if not is_digits(trailer, 21, 58):
        raise FileRefused(FileOutcome.UNREADABLE, "ระเบียนท้าย อ่านยอดรวมหรือจำนวนรายการไม่ได้")
    for kind, first in (("D", 21), ("C", 40)):
        column = kind.encode()
        amounts = [record.amount for record in records if record.line[152:153] == column]
        known = sum(amount for amount in amounts if amount is not None)
        told, count = int(trailer[first - 1 : first + 12]), int(trailer[first + 12 : first + 18])
        if count != len(amounts):
            raise FileRefused(FileOutcome.TOTALS, f"จำนวนรายการ {kind} ท้ายไฟล์ {count} นับได้ {len(amounts)}")
        if told < known or (told != known and None not in amounts):
            raise FileRefused(FileOutcome.TOTALS, f"ยอดรวม {kind} ท้ายไฟล์ {told} สตางค์ รวมได้ {known}")
