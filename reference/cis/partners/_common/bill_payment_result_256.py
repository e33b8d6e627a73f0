"""The answer to a payment file: what became of it and of each record, 256 bytes a record, cp874.

It mirrors the file received, column by column, without the customer's name. What could not be read there
is empty here. A refused file is answered by header and trailer alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from reference.cis.messages import FileOutcome, FileResult, PaymentRecord, ReceivedFile, RecordOutcome, SettledRecord
from reference.cis.partners._common.fixed_width import (
    TEXT,
    TIME,
    date_of,
    first_line,
    is_digits,
    is_text,
    is_time,
    padded,
    text,
)
from reference.cis.partners._common.payment_outcomes import codes_of
from reference.common.codes import Codes

_LENGTH = 256
_COMPANY = "การประปานครหลวง"
FILE_CODES = Codes(
    FileOutcome,
    {
        FileOutcome.SETTLED: "00",
        FileOutcome.FIRST_NUMBER: "01",
        FileOutcome.FRAME: "02",
        FileOutcome.ENCODING: "03",
        FileOutcome.TOTALS: "04",
        FileOutcome.RECEIVED_BEFORE: "05",
        FileOutcome.NAME: "06",
        FileOutcome.UNREADABLE: "07",
        FileOutcome.RECORD: "08",
    },
    otherwise="99",
)
_NAMED = {
    RecordOutcome.POSTED: "done",
    RecordOutcome.REFERENCE_UNKNOWN: "invoice_unknown",
    RecordOutcome.DUPLICATE: "number_reused",
    RecordOutcome.PAID_BEFORE: "nothing_owed",
    RecordOutcome.LATE: "overdue",
    RecordOutcome.INVALID: "malformed",
}
"""What the table of outcomes calls them."""
_CODES = codes_of("payment_file", RecordOutcome, _NAMED)
_USUAL = re.compile(
    b".{28}%b.{50}[0-9]{10} {10}[0-9]{12} {8}%b{20}[0-9]{8}[CD]%b{3}(?:[0-9]{7}| {7}).{93}" % (TIME, TEXT, TEXT),
    re.DOTALL,
)
"""A record whose columns are all readable: they are mirrored as they are."""

_ACCEPTED = (RecordOutcome.POSTED, RecordOutcome.LATE)


def answer_name(name: str) -> str:
    """MWA_TMN_20261123_01.txt is answered by MWA_TMN_20261123_01_RESULT.txt."""
    return f"{name.removesuffix('.txt')}_RESULT.txt"


def write(
    file: ReceivedFile, agent: str, result: FileResult, effective: date, now: datetime, line_end: bytes
) -> Iterator[bytes]:  # fmt: skip
    """The answer to a file (however broken), written now, record by record."""
    header = first_line(file.content, _LENGTH)
    account = header[10:20] if is_digits(header, 11, 20) else b"0" * 10
    start = padded(agent, 3) + account
    accepted, others, number = _Total(), _Total(), 1
    yield (b"H000001" + start + _header(file, header, result, effective, now)).ljust(_LENGTH) + line_end
    for number, settled in enumerate(result.records, 2):
        (accepted if settled.outcome in _ACCEPTED else others).add(settled.record)
        yield (b"D%06d" % number + start + _detail(settled)).ljust(_LENGTH) + line_end
    yield (b"T%06d" % (number + 1) + start + _totals(accepted, others)).ljust(_LENGTH) + line_end


def _header(file: ReceivedFile, header: bytes, result: FileResult, effective: date, now: datetime) -> bytes:
    """Columns 21 to 192."""
    company = text(header, 21, 60) if is_text(header, 21, 60) else ""
    service = text(header, 69, 76) if is_text(header, 69, 76) else ""
    return (
        padded(company or _COMPANY, 40)
        + f"{effective:%d%m%Y}".encode()
        + padded(service or "-", 8)
        + FILE_CODES[result.outcome].encode()
        + padded(result.reason, 60)
        + padded(file.name, 40)
        + f"{now:%d%m%Y%H%M%S}".encode()
    )


def _detail(settled: SettledRecord) -> bytes:
    """Columns 21 to 203."""
    record, line = settled.record, settled.record.line
    note = padded(settled.note, 50)
    if _USUAL.fullmatch(line) and date_of(line[20:28]):
        mirrored = line[20:34] + note + line[84:163]
    else:
        mirrored = _when(line) + note + _references(line) + _till(line)
    return (
        mirrored
        + b"%013d" % (record.amount or 0)
        + _CODES[settled.outcome].encode()
        + b"%06d" % record.sequence
        + padded(settled.receipt, 20)
    )


def _when(line: bytes) -> bytes:
    day = line[20:28] if date_of(line[20:28]) else b" " * 8
    return day + (line[28:34] if is_time(line[28:34]) else b" " * 6)


def _references(line: bytes) -> bytes:
    first = line[84:104] if is_digits(line, 85, 104, 10) else b" " * 20
    second = line[104:124] if is_digits(line, 105, 124, 12) else b" " * 20
    return first + second + (line[124:144] if is_text(line, 125, 144) else b" " * 20)


def _till(line: bytes) -> bytes:
    """Branch, teller, kind, transaction code and cheque number."""
    kept = b""
    for first, last in ((145, 148), (149, 152)):
        kept += line[first - 1 : last] if is_digits(line, first, last) else b" " * 4
    kept += line[152:153] if line[152:153] in (b"C", b"D") else b" "
    kept += line[153:156] if is_text(line, 154, 156) else b" " * 3
    return kept + (line[156:163] if is_digits(line, 157, 163) else b" " * 7)


class _Total:
    """Satang and number of some records."""

    def __init__(self) -> None:
        self.amount, self.count = 0, 0

    def add(self, record: PaymentRecord) -> None:
        self.amount += record.amount or 0
        self.count += 1


def _totals(accepted: _Total, others: _Total) -> bytes:
    """Amount and count of all records, of the accepted and of the others."""
    sums = (accepted.amount + others.amount, accepted.amount, others.amount)
    counts = (accepted.count + others.count, accepted.count, others.count)
    return b"".join(b"%013d%06d" % pair for pair in zip(sums, counts, strict=True))
