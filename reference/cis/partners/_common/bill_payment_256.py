"""The agents' payment file, 256 bytes a record: header H, details D, trailer T, in cp874.

Columns as published for the cross-bank bill-payment file; this reader and its rules are our own.
Two kinds of wrong: a file that cannot be trusted as a whole, and a record that cannot be used. Both are
told in Thai, for the agent reads them in the answer.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

LENGTH = 256
CHARSET = "cp874"


class FileOutcome(StrEnum):
    """What became of a file as a whole."""

    SETTLED = "00"
    FIRST_NUMBER = "01"
    FRAME = "02"
    ENCODING = "03"
    TOTALS = "04"
    RECEIVED_BEFORE = "05"
    NAME = "06"
    UNREADABLE = "07"
    NOT_ASKED = "08"  # of a debit result: nothing of ours waits for it
    NOT_EXACT = "09"  # of a debit result: not what was asked, all of it, once
    OTHER = "99"


class Refused(Exception):
    """The file as a whole is not settled: its outcome, and in Thai why."""

    def __init__(self, outcome: FileOutcome, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """One payment. `trouble` says in Thai why it cannot be used; `amount` is satang, None when unreadable.

    `slip` is the same for the same payment wherever it is told again; `line` is the record as it came.
    """

    sequence: int
    reference1: str
    reference2: str
    paid_on: date | None
    kind: str
    amount: int | None
    slip: str
    trouble: str | None
    line: bytes


@dataclass(frozen=True, slots=True)
class PaymentFile:
    effective: date
    details: list[PaymentRecord]


def lines_of(data: bytes) -> list[bytes]:
    """The records of a file, whatever its line ends; blank lines and an old end-of-file mark do not count."""
    return [line for line in data.rstrip(b"\x1a\r\n").replace(b"\r\n", b"\n").split(b"\n") if line.strip()]


def digest(data: bytes) -> str:
    """The same for the same records in the same order."""
    return hashlib.sha256(b"\n".join(lines_of(data))).hexdigest()


def read(data: bytes, bank_code: str) -> PaymentFile:
    """The file's content; raises Refused with the record and the columns that are to blame."""
    lines = lines_of(data)
    _require_frame(lines)
    effective = _read_header(lines[0], bank_code)
    details = [_detail(line, lines[0]) for line in lines[1:-1]]
    _require_totals(lines[-1], details)
    return PaymentFile(effective, details)


def text(line: bytes, first: int, last: int) -> str:
    """Columns `first` to `last` (counted from 1) without their padding; what is not cp874 shows as `?`."""
    return line[first - 1 : last].decode(CHARSET, "replace").replace("�", "?").strip()


def is_text(line: bytes, first: int, last: int) -> bool:
    """Whether these columns hold cp874."""
    try:
        line[first - 1 : last].decode(CHARSET)
    except UnicodeDecodeError:
        return False
    return True


def is_digits(line: bytes, first: int, last: int, count: int | None = None) -> bool:
    """Whether these columns hold `count` digits (as many as there are columns) and padding after them."""
    held = line[first - 1 : last].rstrip(b" ")
    return held.isdigit() and len(held) == (last - first + 1 if count is None else count)


@lru_cache(maxsize=1024)
def date_of(held: bytes) -> date | None:
    """DDMMYYYY of the Gregorian calendar, None when there is no such day."""
    if not held.isdigit() or len(held) != 8:
        return None
    try:
        return date(int(held[4:]), int(held[2:4]), int(held[:2]))
    except ValueError:
        return None


def is_time(held: bytes) -> bool:
    """HHMMSS."""
    return held.isdigit() and held[:2] < b"24" and held[2:4] < b"60" and held[4:] < b"60"


def _require_frame(lines: list[bytes]) -> None:
    """Length, order and numbering of the records."""
    if len(lines) < 2:
        raise Refused(FileOutcome.FRAME, "ไฟล์ต้องมีระเบียนหัวและระเบียนท้าย")
    for number, line in enumerate(lines, 1):
        if len(line) != LENGTH:
            raise _wrong_length(number, line)
        expected = b"H" if number == 1 else b"T" if number == len(lines) else b"D"
        if line[:1] != expected:
            seen = text(line, 1, 1)
            raise Refused(FileOutcome.FRAME, f"ระเบียน {number} ต้องเป็น {expected.decode()} พบ {seen}")
        if line[1:7] != b"%06d" % number:
            outcome = FileOutcome.FIRST_NUMBER if number == 1 else FileOutcome.FRAME
            raise Refused(outcome, f"ระเบียน {number} ลำดับต้องเป็น {number:06d} พบ {text(line, 2, 7)}")


def _wrong_length(number: int, line: bytes) -> Refused:
    """In UTF-8 a Thai letter takes three bytes: a common reason for a record that is too long."""
    if not line.isascii():
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return Refused(FileOutcome.ENCODING, f"ระเบียน {number} ต้องเข้ารหัส cp874 พบ UTF-8")
    return Refused(FileOutcome.FRAME, f"ระเบียน {number} ต้องยาว {LENGTH} ไบต์ พบ {len(line)}")


def _read_header(line: bytes, bank_code: str) -> date:
    """The effective date; the agent must be the one whose folder the file lay in."""
    if not is_text(line, 1, LENGTH):
        raise Refused(FileOutcome.ENCODING, "ระเบียนหัวไม่ใช่ข้อความ cp874")
    if text(line, 8, 10) != bank_code:
        raise Refused(FileOutcome.OTHER, f"รหัสตัวแทนต้องเป็น {bank_code} พบ {text(line, 8, 10)}")
    effective = date_of(line[60:68])
    if effective is None or not is_digits(line, 11, 20):
        raise Refused(FileOutcome.UNREADABLE, "ระเบียนหัว อ่านเลขบัญชีหรือวันที่มีผลไม่ได้")
    return effective


def _detail(line: bytes, header: bytes) -> PaymentRecord:
    identity = line[20:34] + line[84:156] + line[163:176]
    return PaymentRecord(
        sequence=int(line[1:7]),
        reference1=text(line, 85, 104),
        reference2=text(line, 105, 124),
        paid_on=date_of(line[20:28]),
        kind=text(line, 153, 153),
        amount=int(line[163:176]) if is_digits(line, 164, 176) else None,
        slip=hashlib.sha256(identity).hexdigest(),
        trouble=_trouble(line, header),
        line=line,
    )


def _trouble(line: bytes, header: bytes) -> str | None:
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


def _require_totals(trailer: bytes, details: list[PaymentRecord]) -> None:
    """Counts exactly; sums exactly too, unless an amount is unreadable: then not less than what is known."""
    if not is_digits(trailer, 21, 58):
        raise Refused(FileOutcome.UNREADABLE, "ระเบียนท้าย อ่านยอดรวมหรือจำนวนรายการไม่ได้")
    for kind, first in (("D", 21), ("C", 40)):
        amounts = [each.amount for each in details if each.kind == kind]
        known = sum(amount for amount in amounts if amount is not None)
        told, count = int(trailer[first - 1 : first + 12]), int(trailer[first + 12 : first + 18])
        if count != len(amounts):
            raise Refused(FileOutcome.TOTALS, f"จำนวนรายการ {kind} ท้ายไฟล์ {count} นับได้ {len(amounts)}")
        if told < known or (told != known and None not in amounts):
            raise Refused(FileOutcome.TOTALS, f"ยอดรวม {kind} ท้ายไฟล์ {told} สตางค์ รวมได้ {known}")
