"""What counters send to our side that speak our own profile of online agents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.pacts.interactions import Sent, answered, exist, sent

PAYS = {"account": "$home", "transaction": "T-1", "amount": "100.79"}
PAID = sent("payment", **PAYS)
TAKES_BACK = {"account": "$home", "transaction": "R-1", "original": "T-1", "amount": "100.79"}


def _told(code: str, transaction: str, **more: Any) -> dict[str, Any]:
    return {"responseCode": code, "responseMessage": "สำเร็จ", "transactionId": transaction} | more


def _booked(duplicate: bool) -> dict[str, Any]:
    at = "2026-01-05T09:00:00+07:00"
    return _told("0000", "T-1", receiptNumber="R1", paidAmount="100.79", paidAt=at, duplicate=duplicate)


def _took(partner: str, satang: int) -> Any:
    def counted(lab: Any, names: Mapping[str, Any]) -> None:
        totals = lab.agent_totals.of(partner)
        assert (totals.sure, totals.unsure) == (satang, 0)

    return counted


def online_agent_pacts(partner: str, account: int, invoice: str) -> list[Sent]:
    """What `partner` sends; `account` is the one that it is about, and `invoice` the number of its bill."""
    owed = exist(
        accounts={"home": {"number": account, "name": "นายสมมุติ ตัวอย่าง"}},
        bills={
            "december": {"account": "home", "month": "2025-12", "usage": 8, "issued": "2026-01-02", "due": "2026-01-16"}
        },
    )
    return [
        Sent(
            "an advice of a payment that was booked",
            "advice",
            PAYS,
            answered(200, _booked(True), exactly="responseCode transactionId paidAmount paidAt duplicate"),
            (owed, PAID),
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
                            "invoiceNumber": invoice,
                            "billMonth": "2025-12",
                            "dueDate": "2026-01-16",
                            "amount": "100.79",
                        }
                    ],
                    totalAmount="100.79",
                ),
                exactly="responseCode transactionId customerName itemType billMonth dueDate amount totalAmount",
            ),
            (owed,),
        ),
        Sent(
            "what a customer owes who has paid",
            "inquiry",
            {"account": "$home"},
            answered(200, _told("1005", "INQ000001"), exactly="responseCode transactionId"),
            (owed, PAID),
        ),
        Sent(
            "a payment of what is owed",
            "payment",
            PAYS,
            answered(200, _booked(False), exactly="responseCode transactionId paidAmount paidAt duplicate"),
            (owed,),
            _took(partner, 10079),
        ),
        Sent(
            "a payment that was sent before",
            "payment",
            PAYS,
            answered(200, _booked(True), exactly="responseCode transactionId paidAmount paidAt duplicate"),
            (owed, PAID),
            _took(partner, 10079),
        ),
        Sent(
            "a payment of another amount",
            "payment",
            PAYS | {"amount": "100.00"},
            answered(200, _told("1004", "T-1"), exactly="responseCode transactionId"),
            (owed,),
            _took(partner, 0),
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
            (owed, PAID),
        ),
        Sent(
            "what became of a payment that never arrived",
            "payment_status",
            {"transaction": "T-1"},
            answered(200, _told("1006", "T-1", state="UNKNOWN"), exactly="responseCode transactionId state"),
            (owed,),
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
            (owed, PAID),
        ),
        Sent(
            "a payment taken back that never was",
            "reversal",
            TAKES_BACK,
            answered(200, _told("1006", "R-1"), exactly="responseCode transactionId"),
            (owed,),
        ),
    ]
