"""An agent without a connection: hands over a day's payments as a file, and learns what became of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from partnerlab.lab.partners.partner_world import Bill, PartnerWorld, RecordFile


@dataclass(frozen=True, slots=True)
class CounterPayment:
    """One payment as it was taken at a counter; `amount` in satang."""

    reference: str
    invoice: str
    amount: int
    name: str


def counter_payments(payments: Iterable[dict[str, Any]]) -> list[CounterPayment]:
    """The payments of a scenario: each names a `bill`, or `reference` and `invoice`; `amount` and `name` may differ."""
    return [_payment(item, _bill_of(item)) for item in payments]


def day_paid(world: PartnerWorld, day: str | None) -> date:
    """The day of the payments: today, unless one is given."""
    return date.fromisoformat(day) if day else world.now.date()


def note_outcomes(world: PartnerWorld, file: RecordFile, invoice: str, outcome: str) -> None:
    """Remember what our side made of each payment, by the fields that hold the invoice and the outcome."""
    outcomes = world.table("outcomes")
    for record in file.details:
        outcomes[record[invoice]] = record[outcome]


def _bill_of(item: dict[str, Any]) -> Any:
    bill = item.get("bill")
    if not isinstance(bill, Bill | None) or (bill is None and not {"reference", "invoice"} <= item.keys()):
        raise ValueError(f"a payment has a 'bill' of the story, or 'reference' and 'invoice'; this one has {item}")
    return bill


def _payment(item: dict[str, Any], bill: Any) -> CounterPayment:
    return CounterPayment(
        item.get("reference") or bill.account.ref1,
        item.get("invoice") or bill.invoice,
        item.get("amount", bill.amount if bill else 0),
        item.get("name", ""),
    )
