"""The electricity authority as an agent without a line: mails a day's payments, gets their outcomes back (P 1, 4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from partnerlab.families.offline_agent import CounterPayment, counter_payments, day_paid, note_outcomes
from partnerlab.lab.partners.partner_world import OutgoingFile, PartnerWorld, RecordFile, Sending

AGENT = "MEA"
BILLER_ACCOUNT = "0000000000"
SERVICE = "water"


def payment_file(
    world: PartnerWorld, *, payments: list[dict[str, Any]], day: str | None = None, sequence: int = 1
) -> Sending:
    """Send a day's payments. Each names a `bill` (or `reference` and `invoice`) and may say `amount` in satang."""
    paid_on = day_paid(world, day)
    yield OutgoingFile(
        name={"date": paid_on, "sequence": sequence},
        header={
            "bank_code": AGENT,
            "company_account": BILLER_ACCOUNT,
            "company_name": "การประปานครหลวง",
            "effective_date": paid_on,
            "service_code": SERVICE,
        },
        details=[_detail(world, payment, paid_on) for payment in counter_payments(payments)],
    )


def response_file(world: PartnerWorld, file: RecordFile) -> None:
    """Take up what our side made of each payment."""
    note_outcomes(world, file, invoice="ref2", outcome="outcome")


def _detail(world: PartnerWorld, payment: CounterPayment, paid_on: date) -> dict[str, Any]:
    return {
        "bank_code": AGENT,
        "company_account": BILLER_ACCOUNT,
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
        "transaction_date": paid_on,
        "posting_date": paid_on,
    }
