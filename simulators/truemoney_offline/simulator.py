"""TrueMoney as an agent without a line: leaves a 256-byte file of payments, gets a file of outcomes back (P 1, 4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from partnerlab.lab.partners.partner_world import OutgoingFile

AGENT = "TMN"
BILLER_ACCOUNT = "0000000000"
SERVICE = "water"


def payment_file(
    world: Any, *, payments: list[dict[str, Any]], day: str | None = None, sequence: int = 1
) -> Iterator[Any]:
    """Leave a day's payments. Each names a `bill` (or `reference` and `invoice`) and may say `amount` in satang."""
    paid_on = date.fromisoformat(day) if day else world.now.date()
    records = [_detail(world, item, paid_on) for item in payments]
    yield OutgoingFile(
        name={"date": paid_on, "sequence": sequence},
        header={
            "bank_code": AGENT,
            "company_account": BILLER_ACCOUNT,
            "company_name": "การประปานครหลวง",
            "effective_date": paid_on,
            "service_code": SERVICE,
        },
        details=records,
    )


def response_file(world: Any, file: Any) -> None:
    """Take up what our side made of each payment."""
    outcomes = world.table("outcomes")
    for record in file.details:
        outcomes[record["ref2"]] = record["outcome"]


def _detail(world: Any, item: dict[str, Any], paid_on: date) -> dict[str, Any]:
    bill: Any = item.get("bill")
    return {
        "bank_code": AGENT,
        "company_account": BILLER_ACCOUNT,
        "payment_date": paid_on,
        "payment_time": world.now.time().replace(microsecond=0),
        "customer_name": item.get("name", ""),
        "ref1": item.get("reference") or bill.account.ref1,
        "ref2": item.get("invoice") or bill.invoice,
        "branch": "0001",
        "teller": "0001",
        "kind": "C",
        "transaction_code": "CSH",
        "amount": item.get("amount", bill.amount if bill else 0),
    }
