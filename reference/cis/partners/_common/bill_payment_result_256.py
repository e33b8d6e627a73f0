"""The answer to a payment file: what became of it and of each record, 256 bytes a record, cp874, CRLF.

It mirrors the file received, column by column, without the customer's name. What could not be read there
is empty here. A refused file is answered by header and trailer alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reference.cis.money.settlement_rules import Decision, Outcome
from reference.cis.partners._common.bill_payment_256 import (
    CHARSET,
    LENGTH,
    FileOutcome,
    PaymentRecord,
    date_of,
    is_digits,
    is_text,
    is_time,
    text,
)

_COMPANY = "การประปานครหลวง"
_ACCEPTED = (Outcome.POSTED, Outcome.LATE)


@dataclass(frozen=True, slots=True)
class Result:
    """A file's outcome: each decision with its receipt (empty when no money was booked)."""

    agent: str
    name: str
    outcome: FileOutcome
    reason: str
    effective: date
    decisions: Sequence[tuple[Decision, str]]


def response_name(name: str) -> str:
    """MWA_TMN_20261123_01.txt is answered by MWA_TMN_20261123_01_RESULT.txt."""
    return f"{name.removesuffix('.txt')}_RESULT.txt"


def write(result: Result, header: bytes, now: datetime) -> bytes:
    """The answer, to a file with this header record (however broken), written now."""
    account = header[10:20] if is_digits(header, 11, 20) else b"0" * 10
    start = _text(result.agent, 3) + account
    records = [_header(result, header, start, now)]
    for number, (decision, receipt) in enumerate(result.decisions, 2):
        records.append(b"D%06d" % number + start + _detail(decision, receipt))
    totals = _totals([decision for decision, _ in result.decisions])
    records.append(b"T%06d" % (len(records) + 1) + start + totals)
    return b"".join(record.ljust(LENGTH) + b"\r\n" for record in records)


def _header(result: Result, header: bytes, start: bytes, now: datetime) -> bytes:
    company = text(header, 21, 60) if is_text(header, 21, 60) else ""
    service = text(header, 69, 76) if is_text(header, 69, 76) else ""
    return (
        b"H000001"
        + start
        + _text(company or _COMPANY, 40)
        + f"{result.effective:%d%m%Y}".encode()
        + _text(service or "-", 8)
        + result.outcome.encode()
        + _text(result.reason, 60)
        + _text(result.name, 40)
        + f"{now:%d%m%Y%H%M%S}".encode()
    )


def _detail(decision: Decision, receipt: str) -> bytes:
    """Columns 21 to 203."""
    detail = decision.detail
    return (
        _when(detail.line)
        + _text(decision.note, 50)
        + _references(detail.line)
        + _till(detail.line)
        + b"%013d" % (detail.amount or 0)
        + b"%d%06d" % (decision.outcome, detail.sequence)
        + _text(receipt, 20)
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


def _totals(decisions: Sequence[Decision]) -> bytes:
    """Amount and count of all records, of the accepted and of the others."""
    accepted = [each.detail for each in decisions if each.outcome in _ACCEPTED]
    others = [each.detail for each in decisions if each.outcome not in _ACCEPTED]
    return _total([*accepted, *others]) + _total(accepted) + _total(others)


def _total(details: Sequence[PaymentRecord]) -> bytes:
    return b"%013d%06d" % (sum(each.amount or 0 for each in details), len(details))


def _text(value: str, width: int) -> bytes:
    return value.encode(CHARSET, "replace")[:width].ljust(width)
