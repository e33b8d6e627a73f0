"""The agents' payment file, 256 bytes a record: header H, details D, trailer T, in cp874.

Columns as published for the cross-bank bill-payment file; this reader and its rules are our own.
Two kinds of wrong: a file that cannot be trusted as a whole, and a record that cannot be used.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

LENGTH = 256
CHARSET = "cp874"


class WholeFileWrong(Exception):
    """The file breaks its own promises, so none of it may be used; the text is for the sender."""


@dataclass(frozen=True, slots=True)
class Header:
    bank_code: str
    account: str
    effective: date
    service: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One payment. `trouble` says why it cannot be used; `amount` is satang, None when unreadable.

    `slip` is the same for the same payment wherever it is told again.
    """

    sequence: int
    reference1: str
    reference2: str
    paid_on: date | None
    kind: str
    amount: int | None
    slip: str
    trouble: str | None


@dataclass(frozen=True, slots=True)
class PaymentFile:
    header: Header
    details: list[Detail]


def lines_of(data: bytes) -> list[bytes]:
    """The records of a file, whatever its line ends; blank lines and an old end-of-file mark do not count."""
    return [line for line in data.rstrip(b"\x1a\r\n").replace(b"\r\n", b"\n").split(b"\n") if line.strip()]


def digest(data: bytes) -> str:
    """The same for the same records in the same order."""
    return hashlib.sha256(b"\n".join(lines_of(data))).hexdigest()


def read(data: bytes, bank_code: str) -> PaymentFile:
    """The file's content; raises WholeFileWrong with the line and the columns that are to blame."""
    lines = lines_of(data)
    _require_frame(lines)
    header = _header(lines[0], bank_code)
    details = [_detail(line, lines[0]) for line in lines[1:-1]]
    _require_totals(lines[-1], lines[1:-1], details)
    return PaymentFile(header, details)


def field(line: bytes, first: int, last: int) -> str:
    """Columns `first` to `last` (counted from 1) as text without padding."""
    return line[first - 1 : last].decode(CHARSET, "replace").strip()


def _require_frame(lines: list[bytes]) -> None:
    """Length, order and numbering of the records."""
    if len(lines) < 2:
        raise WholeFileWrong(f"expected a header and a trailer, seen {len(lines)} records")
    for number, line in enumerate(lines, 1):
        if len(line) != LENGTH:
            raise WholeFileWrong(f"record {number}: expected {LENGTH} bytes, seen {len(line)}")
        expected = b"H" if number == 1 else b"T" if number == len(lines) else b"D"
        if line[:1] != expected:
            seen = line[:1].decode(CHARSET, "replace")
            raise WholeFileWrong(f"record {number}, column 1: expected {expected.decode()}, seen {seen}")
        if line[1:7] != b"%06d" % number:
            seen = field(line, 2, 7)
            raise WholeFileWrong(f"record {number}, columns 2-7: expected {number:06d}, seen {seen}")


def _header(line: bytes, bank_code: str) -> Header:
    seen = field(line, 8, 10)
    if seen != bank_code:
        raise WholeFileWrong(f"record 1, columns 8-10: expected {bank_code}, seen {seen}")
    effective = _date(line[60:68])
    if effective is None:
        raise WholeFileWrong(f"record 1, columns 61-68: expected a date DDMMYYYY, seen {field(line, 61, 68)}")
    return Header(seen, field(line, 11, 20), effective, field(line, 69, 76))


def _detail(line: bytes, header: bytes) -> Detail:
    amount = _number(line[163:176])
    identity = line[20:34] + line[84:144] + line[144:156] + line[163:176]
    return Detail(
        sequence=int(line[1:7]),
        reference1=field(line, 85, 104),
        reference2=field(line, 105, 124),
        paid_on=_date(line[20:28]),
        kind=field(line, 153, 153),
        amount=amount,
        slip=hashlib.sha256(identity).hexdigest(),
        trouble=_trouble(line, header, amount),
    )


def _trouble(line: bytes, header: bytes, amount: int | None) -> str | None:
    """The first thing that makes a detail unusable."""
    if line[7:20] != header[7:20]:
        return "columns 8-20: bank code and account differ from the header"
    if _date(line[20:28]) is None:
        return f"columns 21-28: expected a date DDMMYYYY, seen {field(line, 21, 28)}"
    if not _is_time(line[28:34]):
        return f"columns 29-34: expected a time HHMMSS, seen {field(line, 29, 34)}"
    if not _is_thai(line[34:84]):
        return "columns 35-84: not cp874 text"
    if not _is_digits(line[84:104].rstrip(b" "), 10):
        return f"columns 85-104: expected 10 digits, seen {field(line, 85, 104)}"
    if line[104:124].strip(b" ") and not _is_digits(line[104:124].rstrip(b" "), 12):
        return f"columns 105-124: expected 12 digits or nothing, seen {field(line, 105, 124)}"
    if line[152:153] != b"C":
        return f"column 153: expected C, seen {field(line, 153, 153)}"
    if not amount:
        return f"columns 164-176: expected an amount in satang, seen {field(line, 164, 176)}"
    return None


def _require_totals(trailer: bytes, lines: list[bytes], details: list[Detail]) -> None:
    """Counts exactly; sums exactly too, unless an amount is unreadable: then not less than what is known."""
    for kind, first in (("D", 21), ("C", 40)):
        amounts = [each.amount for each in details if each.kind == kind]
        _require(trailer, first + 13, first + 18, len(amounts))
        known = sum(amount for amount in amounts if amount is not None)
        told = _number(trailer[first - 1 : first + 12])
        if None in amounts and told is not None and told >= known:
            continue
        _require(trailer, first, first + 12, known)


def _require(trailer: bytes, first: int, last: int, expected: int) -> None:
    if _number(trailer[first - 1 : last]) != expected:
        width = last - first + 1
        seen = field(trailer, first, last)
        raise WholeFileWrong(f"trailer, columns {first}-{last}: expected {expected:0{width}d}, seen {seen}")


def _number(text: bytes) -> int | None:
    return int(text) if text.isdigit() else None


def _is_digits(text: bytes, count: int) -> bool:
    return len(text) == count and text.isdigit()


@lru_cache(maxsize=1024)
def _date(text: bytes) -> date | None:
    """DDMMYYYY of the Gregorian calendar."""
    if not text.isdigit():
        return None
    try:
        return date(int(text[4:8]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None


def _is_time(text: bytes) -> bool:
    return text.isdigit() and text[:2] < b"24" and text[2:4] < b"60" and text[4:] < b"60"


def _is_thai(text: bytes) -> bool:
    try:
        text.decode(CHARSET)
    except UnicodeDecodeError:
        return False
    return True
