"""A small payment file to spoil, and the hands to spoil it with."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

from partnerlab.contract.files import FileFinding, Layout, Verdict

ROOT = Path(__file__).resolve().parents[3]
FILES = ROOT / "contracts" / "truemoney_offline" / "files"

HEADER: dict[str, Any] = {
    "company_account": "0000000000",
    "company_name": "การประปานครหลวง",
    "effective_date": date(2026, 11, 23),
    "service_code": "water",
}


def detail(**changes: Any) -> dict[str, Any]:
    """One payment of 100.79 baht."""
    return {
        "payment_date": date(2026, 11, 23),
        "payment_time": time(10, 15, 30),
        "customer_name": "นางสาวสมมุติ น้ำใส",
        "ref1": "0112345678",
        "ref2": "691012345678",
        "branch": "0001",
        "teller": "0007",
        "kind": "C",
        "transaction_code": "CSH",
        "amount": 10079,
    } | changes


def payments(layout: Layout, *details: dict[str, Any], trailer: dict[str, Any] | None = None) -> bytes:
    """A payment file; three good payments unless told otherwise."""
    return layout.write(HEADER, details or (detail(), detail(amount=5), detail(amount=20_000)), trailer)


def put(data: bytes, line: int, column: int, what: bytes) -> bytes:
    """The file with other bytes from a column (from 1) of a line (from 1) on."""
    lines = data.split(b"\r\n")
    raw = lines[line - 1]
    lines[line - 1] = raw[: column - 1] + what + raw[column - 1 + len(what) :]
    return b"\r\n".join(lines)


def only(verdict: Verdict) -> FileFinding:
    """The single finding of a verdict."""
    assert [str(finding) for finding in verdict.findings] == [str(verdict.findings[0])]
    assert verdict.finding_count == 1
    return verdict.findings[0]
