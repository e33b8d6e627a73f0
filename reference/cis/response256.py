"""The answer to a payment file: what became of it and of each record, 256 bytes a record, cp874, CRLF."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from reference.cis.file256 import CHARSET, LENGTH

SETTLED, REFUSED = "ACCEPTED", "REFUSED"


def response_name(name: str) -> str:
    """MWA_TMN_20261123_01.txt is answered by MWA_TMN_20261123_01_RESULT.txt."""
    return f"{name.removesuffix('.txt')}_RESULT.txt"


def write(file: Any, records: Sequence[Any], on: date) -> bytes:
    """The answer for a row of `payment_file` and its rows of `file_record`, written on a day."""
    lines = [_header(file, on)]
    lines += [_detail(file, number, each) for number, each in enumerate(records, 2)]
    lines.append(_trailer(file, records))
    return b"".join(line.encode(CHARSET, "replace").ljust(LENGTH)[:LENGTH] + b"\r\n" for line in lines)


def _header(file: Any, on: date) -> str:
    state = REFUSED if file.reason else SETTLED
    return f"H000001{file.agent:<3}{on:%d%m%Y}{file.name:<40.40}{state:<8}{file.reason or '':<100.100}"


def _detail(file: Any, number: int, record: Any) -> str:
    amount = f"{record.amount or 0:013d}"
    return (
        f"D{number:06d}{file.agent:<3}{record.sequence:06d}{record.reference1:<20.20}{record.reference2:<20.20}"
        f"{amount}{record.outcome}{record.receipt or '':<20}{record.note:<80.80}"
    )


def _trailer(file: Any, records: Sequence[Any]) -> str:
    return f"T{len(records) + 2:06d}{file.agent:<3}{len(records):06d}{file.amount:013d}"
