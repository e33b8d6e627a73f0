"""The agents' payment file, 256 bytes a record: header H, details D, trailer T, in cp874.

Columns as published for the cross-bank bill-payment file; this reader and its rules are our own.
Two kinds of wrong: a file that cannot be trusted as a whole, and a record that cannot be used. Both are
told in Thai, for the agent reads them in the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256

from reference.cis.adapter import Link
from reference.cis.messages import (
    FileOutcome,
    FileRefused,
    FileResult,
    OutgoingFile,
    PaymentFile,
    PaymentRecord,
    ReceivedFile,
    Sum,
)
from reference.cis.partners._common import bill_payment_result_256
from reference.cis.partners._common.fixed_width import (
    TEXT,
    TIME,
    date_of,
    first_line,
    is_digits,
    is_text,
    is_time,
    text,
)
from reference.common.file_channels.file_content import FileContent

LENGTH = 256
_GOOD = re.compile(
    b"D.{27}" + TIME + TEXT + b"{50}[0-9]{10} {10}[0-9]{12} {8}.{20}[0-9]{8}C.{10}[0-9]{13}.{80}",
    re.DOTALL,
)
"""A usual record: whatever does not match is looked at column by column."""

_NAME = re.compile(r"MWA_([A-Z0-9]{3})_([0-9]{8})_[0-9]{2}\.txt\Z")


class BillPayment256:
    """Payment files of one agent, and the answers to them, whose lines end in `line_end`."""

    def __init__(self, link: Link, line_end: bytes = b"\r\n") -> None:
        self._agent, self._line_end = link["agent_code"], line_end

    def read(self, file: ReceivedFile) -> PaymentFile:
        """The content, which must agree with the name."""
        day = self._day_of(file.name)
        if day is None:
            raise FileRefused(FileOutcome.NAME, f"ชื่อไฟล์ต้องเป็น MWA_{self._agent}_YYYYMMDD_NN.txt")
        content = _read(file.content, self._agent)
        if content.effective != day:
            raise FileRefused(FileOutcome.NAME, f"วันที่มีผล {content.effective:%d%m%Y} ไม่ตรงกับชื่อไฟล์")
        return content

    def write_answer(self, file: ReceivedFile, result: FileResult, now: datetime) -> OutgoingFile:
        """The answer to a refused file has the day of its name, for the answer's name has that too."""
        header = first_line(file.content, LENGTH)
        effective = result.effective or self._day_of(file.name) or date_of(header[60:68]) or now.date()
        data = bill_payment_result_256.write(file, self._agent, result, effective, now, self._line_end)
        named = self._day_of(file.name) is not None
        own = file.name if named else f"MWA_{self._agent}_{effective:%Y%m%d}_00.txt"  # no agent counts from 0
        return OutgoingFile(bill_payment_result_256.answer_name(own), FileContent.gather(data))

    def _day_of(self, name: str) -> date | None:
        """The date that a name carries, None when the name is not one of this agent's."""
        parts = _NAME.match(name)
        if parts is None or parts[1] != self._agent:
            return None
        day = parts[2].encode()
        return date_of(day[6:] + day[4:6] + day[:4])


def _read(content: FileContent, agent: str) -> PaymentFile:
    """The file's content; raises `FileRefused` with the record and the columns that are to blame."""
    frame = _Frame(content)
    effective = _read_header(frame.header, agent)
    frame.totals.require(frame.trailer)
    return PaymentFile(effective, _stated(frame.trailer), _records(content, frame.header, agent.encode()))


class _Frame:
    """Header, trailer and sums of a file whose records have the right length, order and numbers."""

    def __init__(self, content: FileContent) -> None:
        self.totals = _Totals()
        number, last = 0, b""
        for lines in content.line_blocks():
            for line in lines:
                if number == 1:
                    self.header = _framed(1, last, b"H")
                elif number:
                    self.totals.add(_framed(number, last, b"D"))
                number, last = number + 1, line
        if number < 2:
            raise FileRefused(FileOutcome.FRAME, "ไฟล์ต้องมีระเบียนหัวและระเบียนท้าย")
        self.trailer = _framed(number, last, b"T")


def _framed(number: int, line: bytes, kind: bytes) -> bytes:
    """The record, which must be of this kind, number and length."""
    if len(line) == LENGTH and line[:7] == b"%b%06d" % (kind, number):
        return line
    if len(line) != LENGTH:
        raise _wrong_length(number, line)
    if line[:1] != kind:
        raise FileRefused(FileOutcome.FRAME, f"ระเบียน {number} ต้องเป็น {kind.decode()} พบ {text(line, 1, 1)}")
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


def _stated(trailer: bytes) -> Sum:
    """The trailer's own total of credits."""
    return Sum(int(trailer[52:58]), int(trailer[39:52]))


def _records(content: FileContent, header: bytes, agent: bytes) -> Iterator[PaymentRecord]:
    """The details between header and trailer."""
    for lines in content.line_blocks():
        for line in lines:
            if line[:1] == b"D":
                yield _record(line, header, agent)


def _record(line: bytes, header: bytes, agent: bytes) -> PaymentRecord:
    identity = agent + line[20:34] + line[84:156] + line[163:176]
    reference1, amount = text(line, 85, 104), line[163:176]
    is_good = _GOOD.fullmatch(line) and line[7:20] == header[7:20] and date_of(line[20:28]) and int(amount)
    return PaymentRecord(
        sequence=int(line[1:7]),
        branch=reference1[:2],
        registration=reference1[2:],
        invoice=text(line, 105, 124),
        paid_on=date_of(line[20:28]),
        amount=int(amount) if amount.isdigit() else None,
        brings_money=line[152:153] == b"C",
        payment_key=sha256(identity).hexdigest()[:32],
        problem=None if is_good else _problem(line, header),
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


class _Totals:
    """How many records a file has of each kind and their satang, as counted while it is read."""

    def __init__(self) -> None:
        self._counts = {b"D": 0, b"C": 0}
        self._sums = {b"D": 0, b"C": 0}
        self._unreadable = set[bytes]()

    def add(self, line: bytes) -> None:
        kind, amount = line[152:153], line[163:176]
        if kind not in self._counts:
            return
        self._counts[kind] += 1
        if amount.isdigit():
            self._sums[kind] += int(amount)
        else:
            self._unreadable.add(kind)

    def require(self, trailer: bytes) -> None:
        """Counts exactly; sums exactly too, unless an amount is unreadable: then not less than what is known."""
        if not is_digits(trailer, 21, 58):
            raise FileRefused(FileOutcome.UNREADABLE, "ระเบียนท้าย อ่านยอดรวมหรือจำนวนรายการไม่ได้")
        for kind, first in ((b"D", 21), (b"C", 40)):
            known, counted, name = self._sums[kind], self._counts[kind], kind.decode()
            total, count = int(trailer[first - 1 : first + 12]), int(trailer[first + 12 : first + 18])
            if count != counted:
                raise FileRefused(FileOutcome.TOTALS, f"จำนวนรายการ {name} ท้ายไฟล์ {count} นับได้ {counted}")
            if total < known or (total != known and kind not in self._unreadable):
                raise FileRefused(FileOutcome.TOTALS, f"ยอดรวม {name} ท้ายไฟล์ {total} สตางค์ รวมได้ {known}")
