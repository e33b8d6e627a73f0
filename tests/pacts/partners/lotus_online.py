"""What Lotus's counters send to our side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.pacts.interactions import Sent, answered, exist, sent

OWED = exist(
    accounts={"home": {"number": 1086, "name": "นายสมมุติ ตัวอย่าง"}},
    bills={
        "december": {"account": "home", "month": "2025-12", "usage": 8, "issued": "2026-01-02", "due": "2026-01-16"}
    },
)
PAYS = {"account": "$home", "transaction": "T-1", "amount": "100.79"}
PAID = sent("payment", **PAYS)
TAKES_BACK = {"account": "$home", "transaction": "R-1", "original": "T-1", "amount": "100.79"}


def _told(code: str, transaction: str, **more: Any) -> dict[str, Any]:
    return {"responseCode": code, "responseMessage": "สำเร็จ", "transactionId": transaction} | more


def _booked(duplicate: bool) -> dict[str, Any]:
    at = "2026-01-05T09:00:00+07:00"
    return _told("0000", "T-1", receiptNumber="R1", paidAmount="100.79", paidAt=at, duplicate=duplicate)


def _took(satang: int) -> Any:
    def counted(lab: Any, names: Mapping[str, Any]) -> None:
        totals = lab.agent_totals.of("lotus_online")
        assert (totals.sure, totals.unsure) == (satang, 0)

    return counted


SENT = [
    Sent(
        "an advice of a payment that was booked",
        "advice",
        PAYS,
        answered(200, _booked(True), exactly="responseCode transactionId paidAmount paidAt duplicate"),
        (OWED, PAID),
    ),
    Sent(
        "what a customer owes",
        "inquiry",
        {"account": "$home"},
        answered(
            200,
            _told(
                "0000",
                "INQ000001",
                customerName="นายสมมุติ ตัวอย่าง",
                items=[
                    {
                        "itemType": "WATER_BILL",
                        "invoiceNumber": "681297997496",
                        "billMonth": "2025-12",
                        "dueDate": "2026-01-16",
                        "amount": "100.79",
                    }
                ],
                totalAmount="100.79",
            ),
            exactly="responseCode transactionId customerName itemType billMonth dueDate amount totalAmount",
        ),
        (OWED,),
    ),
    Sent(
        "what a customer owes who has paid",
        "inquiry",
        {"account": "$home"},
        answered(200, _told("1005", "INQ000001"), exactly="responseCode transactionId"),
        (OWED, PAID),
    ),
    Sent(
        "a payment of what is owed",
        "payment",
        PAYS,
        answered(200, _booked(False), exactly="responseCode transactionId paidAmount paidAt duplicate"),
        (OWED,),
        _took(10079),
    ),
    Sent(
        "a payment that was sent before",
        "payment",
        PAYS,
        answered(200, _booked(True), exactly="responseCode transactionId paidAmount paidAt duplicate"),
        (OWED, PAID),
        _took(10079),
    ),
    Sent(
        "a payment of another amount",
        "payment",
        PAYS | {"amount": "100.00"},
        answered(200, _told("1004", "T-1"), exactly="responseCode transactionId"),
        (OWED,),
        _took(0),
    ),
    Sent(
        "what became of a payment",
        "payment_status",
        {"transaction": "T-1"},
        answered(
            200,
            _told("0000", "T-1", state="POSTED", receiptNumber="R1", paidAmount="100.79"),
            exactly="responseCode transactionId state paidAmount",
        ),
        (OWED, PAID),
    ),
    Sent(
        "what became of a payment that never arrived",
        "payment_status",
        {"transaction": "T-1"},
        answered(200, _told("1006", "T-1", state="UNKNOWN"), exactly="responseCode transactionId state"),
        (OWED,),
    ),
    Sent(
        "a payment taken back on its day",
        "reversal",
        TAKES_BACK,
        answered(
            200,
            _told("0000", "R-1", originalTransactionId="T-1", reversedAmount="100.79"),
            exactly="responseCode transactionId originalTransactionId reversedAmount",
        ),
        (OWED, PAID),
    ),
    Sent(
        "a payment taken back that never was",
        "reversal",
        TAKES_BACK,
        answered(200, _told("1006", "R-1"), exactly="responseCode transactionId"),
        (OWED,),
    ),
]
