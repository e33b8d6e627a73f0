"""Payment files as an agent writes them, column by column and apart from the system's own reader."""

from __future__ import annotations

from typing import Any

AGENT = "TMN"
ACCOUNT = "9999999999"


def detail(**changes: Any) -> dict[str, Any]:
    """A payment of 100.79 for the usual customer's October bill, in time."""
    usual = {
        "date": "14112026",
        "time": "101530",
        "name": "นายสมมุติ ตัวอย่าง",
        "ref1": "1612345678",
        "ref2": "691012345678",
        "teller": "0001",
        "kind": "C",
        "amount": 10079,
        "bank": AGENT,
    }
    return usual | changes


def record(text: str) -> bytes:
    return text.encode("cp874").ljust(256)


def header(effective: str = "15112026", bank: str = AGENT, sequence: int = 1) -> bytes:
    company = "การประปานครหลวง"
    return record(f"H{sequence:06d}{bank}{ACCOUNT}{company:<40}{effective}{'7337':<8}")


def row(sequence: int, given: dict[str, Any]) -> bytes:
    amount = given["amount"]
    amount = f"{amount:013d}" if isinstance(amount, int) else amount
    return record(
        f"D{sequence:06d}{given['bank']}{ACCOUNT}{given['date']}{given['time']}{given['name']:<50}"
        f"{given['ref1']:<20}{given['ref2']:<20}{'':<20}0001{given['teller']}{given['kind']}CSH{'':7}{amount}"
    )


def trailer(details: list[dict[str, Any]], bank: str = AGENT, **changes: Any) -> bytes:
    credits = [each["amount"] for each in details if each["kind"] == "C"]
    facts = {
        "sequence": len(details) + 2,
        "total": sum(amount for amount in credits if isinstance(amount, int)),
        "count": len(credits),
    } | changes
    return record(f"T{facts['sequence']:06d}{bank}{ACCOUNT}{0:013d}{0:06d}{facts['total']:013d}{facts['count']:06d}")


def lines(*details: dict[str, Any], **changes: Any) -> list[bytes]:
    """A whole file's records; `changes` spoil the trailer."""
    rows = [row(number, each) for number, each in enumerate(details, 2)]
    return [header(), *rows, trailer(list(details), **changes)]


def file(*details: dict[str, Any], **changes: Any) -> bytes:
    return b"".join(line + b"\r\n" for line in lines(*details, **changes))
