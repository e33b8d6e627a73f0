"""What Krungthai's gateway of card terminals sends to our side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.pacts.interactions import Answered, Sent, answered, done, exist, sent

OWED = exist(
    accounts={"home": {"number": 1034, "name": "นายสมมุติ ตัวอย่าง"}},
    bills={
        "december": {"account": "home", "month": "2025-12", "usage": 8, "issued": "2026-01-02", "due": "2026-01-16"}
    },
)
SUSPENDED = done("suspend", registration="$home.registration")
PAYS = {"account": "$home", "trace": "000001", "amount": "100.79", "card": "400000******0002"}
PAID = sent("payment", **PAYS)
VOIDS = {"trace": "000001", "amount": "100.79"}
WAIVER = {"account": "$home", "trace": "000001", "amount": "107.00", "product": "SUSPENSION_WAIVER"}
AT = "2026-01-05T09:00:00+07:00"


def _told(code: str, **data: Any) -> dict[str, Any]:
    return {"code": code, "message": "สำเร็จ"} | ({"data": data} if data else {})


def _paid(amount: str) -> Answered:
    told = _told("0000", receiptNo="R1", amount=amount, paidDate=AT, status="Success")
    return answered(200, told, exactly="code amount paidDate status")


def _compared(agrees: bool, differences: list[str]) -> Answered:
    books = {"saleCount": 1, "saleAmount": "100.79", "voidCount": 0, "voidAmount": "0.00"}
    told = _told("0000", agrees=agrees, differences=differences, **books)
    return answered(200, told, exactly="code agrees differences " + " ".join(books))


def _took(satang: int) -> Any:
    def counted(lab: Any, names: Mapping[str, Any]) -> None:
        totals = lab.agent_totals.of("krungthai_edc")
        assert (totals.sure, totals.unsure) == (satang, 0)

    return counted


SENT = [
    Sent(
        "a question for a token",
        "token",
        {},
        answered(
            200,
            {"access_token": "0123456789abcdef0123456789abcdef", "token_type": "Bearer", "expires_in": 900},
            exactly="token_type expires_in",
        ),
        (),
    ),
    Sent(
        "what a customer owes",
        "inquiry",
        {"account": "$home"},
        answered(
            200,
            _told(
                "0000",
                cusName="นายสมมุติ ตัวอย่าง",
                items=[
                    {
                        "itemType": "WATER_BILL",
                        "ref2": "681298667481",
                        "billMonth": "2025-12",
                        "dueDate": "2026-01-16",
                        "amount": "100.79",
                    }
                ],
                amount="100.79",
            ),
            exactly="code cusName itemType billMonth dueDate amount",
        ),
        (OWED,),
    ),
    Sent(
        "the price of a service",
        "inquiry",
        {"account": "$home", "product": "SUSPENSION_WAIVER"},
        answered(
            200,
            _told(
                "0000",
                cusName="นายสมมุติ ตัวอย่าง",
                items=[{"itemType": "SUSPENSION_WAIVER_FEE", "amount": "107.00"}],
                amount="107.00",
            ),
            exactly="code cusName itemType amount",
        ),
        (OWED, SUSPENDED),
    ),
    Sent(
        "a payment of what is owed",
        "payment",
        PAYS,
        _paid("100.79"),
        (OWED,),
        _took(10079),
    ),
    Sent(
        "a payment that was told before",
        "payment",
        PAYS,
        _paid("100.79"),
        (OWED, PAID),
        _took(10079),
    ),
    Sent(
        "a payment of a service",
        "payment",
        WAIVER,
        _paid("107.00"),
        (OWED, SUSPENDED),
        _took(10700),
    ),
    Sent(
        "a payment of another amount",
        "payment",
        PAYS | {"amount": "100.00"},
        answered(200, _told("0007"), exactly="code"),
        (OWED,),
        _took(0),
    ),
    Sent(
        "a void of a payment",
        "void",
        VOIDS,
        answered(200, _told("0000", receiptNo="R1", amount="100.79", voidDate=AT), exactly="code amount voidDate"),
        (OWED, PAID),
    ),
    Sent(
        "a void with another approval code",
        "void",
        VOIDS | {"approval": "A99999"},
        answered(200, _told("0008"), exactly="code"),
        (OWED, PAID),
    ),
    Sent(
        "a total that agrees",
        "totals",
        {"sales": 1, "amount": "100.79"},
        _compared(True, []),
        (OWED, PAID),
    ),
    Sent(
        "a total that does not agree",
        "totals",
        {"sales": 2, "amount": "201.58"},
        _compared(False, ["SALE"]),
        (OWED, PAID),
    ),
]
