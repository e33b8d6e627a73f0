"""The agents' payment file, 256 bytes a record: header H, details D, trailer T, in cp874.

Columns as published for the cross-bank bill-payment file; this reader and its rules are our own.
Two kinds of wrong: a file that cannot be trusted as a whole, and a record that cannot be used. Both are
told in Thai, for the agent reads them in the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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
from reference.cis.partners._common.fixed_width import date_of, first_line, is_text, looks_utf8, text
from reference.cis.partners._common.records.payment_record_256 import CREDIT, LENGTH, PaymentRecords256
from reference.cis.partners._common.records.record_columns import Column, spare
from reference.common.file_channels.file_content import FileContent

_NAME = re.compile(r"MWA_([A-Z0-9]{3})_([0-9]{8})_([0-9]{2})[.]txt")
_NO_TAIL = (spare(80),)


class BillPayment256:
    """Payment files of one agent, and the answers to them, whose lines end in `line_end`.

    `tail` are the columns 177 to 256 of a detail, which agents fill in differently.
    """

    def __init__(self, link: Link, line_end: bytes = b"\r\n", tail: Sequence[Column] = _NO_TAIL) -> None:
        self._agent, self._line_end = link["agent_code"], line_end
        self._records = PaymentRecords256(self._agent, tail)

    def read(self, file: ReceivedFile) -> PaymentFile:
        """The content, which must agree with the name."""
        day = self._day_of(file.name)
        if day is None:
            raise FileRefused(FileOutcome.NAME, f"ชื่อไฟล์ต้องเป็น MWA_{self._agent}_YYYYMMDD_NN.txt")
        content = self._read(file.content)
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
        parts = _NAME.fullmatch(name)
        if parts is None or parts[1] != self._agent:
            return None
        day = parts[2].encode()
        return date_of(day[6:] + day[4:6] + day[:4])

    def _read(self, content: FileContent) -> PaymentFile:
        """The file's content; raises `FileRefused` with the record and the columns that are to blame."""
        if looks_utf8(content.blocks()):
            raise FileRefused(FileOutcome.ENCODING, "ไฟล์ต้องเข้ารหัส cp874 พบ UTF-8")
        frame = _Frame(content)
        effective = self._read_header(frame.header)
        trailer = self._read_trailer(frame.trailer, frame.header)
        frame.totals.require(trailer)
        return PaymentFile(effective, Sum(trailer["credit_count"], trailer["credit"]), self._payments(content, frame))

    def _read_header(self, line: bytes) -> date:
        """The effective date; the agent must be the one whose folder the file lay in."""
        if not is_text(line, 1, LENGTH):
            raise FileRefused(FileOutcome.ENCODING, "ระเบียนหัวไม่ใช่ข้อความ cp874")
        if text(line, 8, 10) != self._agent:
            raise FileRefused(FileOutcome.OTHER, f"รหัสตัวแทนต้องเป็น {self._agent} พบ {text(line, 8, 10)}")
        effective: date = self._records.header.read(line, "ระเบียนหัว")["effective"]
        return effective

    def _read_trailer(self, line: bytes, header: bytes) -> Mapping[str, int]:
        """The trailer's own totals."""
        if line[7:20] != header[7:20]:
            raise FileRefused(FileOutcome.UNREADABLE, "ระเบียนท้าย ตำแหน่ง 8-20 ไม่ตรงกับระเบียนหัว")
        return self._records.trailer.read(line, "ระเบียนท้าย")

    def _payments(self, content: FileContent, frame: _Frame) -> Iterator[PaymentRecord]:
        """The details between header and trailer."""
        agent, start, effective = self._agent.encode(), frame.header[7:20], date_of(frame.header[60:68])
        for lines in content.line_blocks():
            for line in lines:
                if line[:1] == b"D":
                    yield _payment(line, agent, self._records.problem(line, start, effective))


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


def _payment(line: bytes, agent: bytes, problem: str | None) -> PaymentRecord:
    identity = agent + line[20:34] + line[84:156] + line[163:176]
    reference1, amount = text(line, 85, 104), line[163:176]
    return PaymentRecord(
        sequence=int(line[1:7]),
        branch=reference1[:2],
        registration=reference1[2:],
        invoice=text(line, 105, 124),
        paid_on=date_of(line[20:28]),
        amount=int(amount) if amount.isdigit() else None,
        brings_money=line[152:153] == CREDIT,
        payment_key=sha256(identity).hexdigest()[:32],
        problem=problem,
        line=line,
    )


class _Totals:
    """How many payments a file has and their satang, as counted while it is read.

    A detail of a kind that is not agreed may have been counted as either, and one without a readable amount with any.
    """

    def __init__(self) -> None:
        self._count = self._sum = 0
        self._of_no_kind = self._without_amount = 0

    def add(self, line: bytes) -> None:
        amount = line[163:176]
        if line[152:153] != CREDIT:
            self._of_no_kind += 1
            return
        self._count += 1
        if amount.isdigit() and int(amount):
            self._sum += int(amount)
        else:
            self._without_amount += 1

    def require(self, stated: Mapping[str, int]) -> None:
        """Exactly what was counted, unless something is unreadable: then not less than what is known."""
        for kind, count, known in (("debit", 0, 0), ("credit", self._count, self._sum)):
            told, total = stated[f"{kind}_count"], stated[kind]
            if not count <= told <= count + self._of_no_kind:
                raise FileRefused(FileOutcome.TOTALS, f"จำนวนรายการ {kind} ท้ายไฟล์ {told} นับได้ {count}")
            is_open = self._of_no_kind or (kind == "credit" and self._without_amount)
            if total < known or (total != known and not is_open):
                raise FileRefused(FileOutcome.TOTALS, f"ยอดรวม {kind} ท้ายไฟล์ {total} สตางค์ รวมได้ {known}")
