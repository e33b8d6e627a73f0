"""An agent without a connection: hands over a day's payments as a file, and learns what became of each.

Such agents share the cross-bank file of 256 bytes and our answer to it; they differ by a code and by what they put into
the end of a detail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from partnerlab.lab.partners.partner_world import Bill, OutgoingFile, PartnerWorld, RecordFile, Sending


@dataclass(frozen=True, slots=True)
class CounterPayment:
    """One payment as it was taken at a counter; `amount` in satang."""

    reference: str
    invoice: str
    amount: int
    name: str


Tail = Callable[[date], dict[str, Any]]
"""What an agent puts into the end of a detail, given the day of the payment."""

_BILLER = {"company_account": "0000000000"}


def payment_file(
    world: PartnerWorld, agent: str, payments: Iterable[dict[str, Any]], day: str | None, sequence: int,
    tail: Tail = lambda paid_on: {},
) -> Sending:  # fmt: skip
    """Leave the payments of a day: that of the lab's clock, or `day` as YYYY-MM-DD. `agent` is its code of three.

    What was taken from the cut-off on stands in the file of the next day.
    """
    paid_on = day_paid(world, day)
    effective = paid_on if day else world.business_day
    start = {"bank_code": agent, **_BILLER}
    header = {"company_name": "การประปานครหลวง", "effective_date": effective, "service_code": "water"}
    yield OutgoingFile(
        name={"date": effective, "sequence": sequence},
        header=start | header,
        details=[start | _detail(world, payment, paid_on) | tail(paid_on) for payment in counter_payments(payments)],
    )


def counter_payments(payments: Iterable[dict[str, Any]]) -> list[CounterPayment]:
    """The payments of a scenario: each names a `bill`, or `reference` and `invoice`; `amount` and `name` may differ."""
    return [_payment(item, _bill_of(item)) for item in payments]


def day_paid(world: PartnerWorld, day: str | None) -> date:
    """The day of the payments: today, unless one is given."""
    return date.fromisoformat(day) if day else world.now.date()


def note_outcomes(world: PartnerWorld, file: RecordFile) -> None:
    """Keep the outcome of each payment from our side's answer, by its invoice."""
    outcomes = world.table("outcomes")
    for record in file.details:
        outcomes[record["ref2"]] = record["outcome"]


def _detail(world: PartnerWorld, payment: CounterPayment, paid_on: date) -> dict[str, Any]:
    return {
        "payment_date": paid_on,
        "payment_time": world.now.time().replace(microsecond=0),
        "customer_name": payment.name,
        "ref1": payment.reference,
        "ref2": payment.invoice,
        "branch": "0001",
        "teller": "0001",
        "kind": "C",
        "transaction_code": "CSH",
        "amount": payment.amount,
    }


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
