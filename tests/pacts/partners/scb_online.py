"""What SCB sends to our side from host to host: three messages on one address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.pacts.interactions import Answered, Sent, answered, exist, sent

OWED = exist(
    accounts={"home": {"number": 1067, "name": "นายสมมุติ ตัวอย่าง"}},
    bills={
        "december": {"account": "home", "month": "2025-12", "usage": 8, "issued": "2026-01-02", "due": "2026-01-16"}
    },
)
ASKS = {"account": "$home", "transaction": "B1"}
PAYS = ASKS | {"amount": "100.79"}
PAID = sent("confirm", **PAYS)
CANCELLED = sent("cancel", **PAYS)


def _answer(response: str, code: str, **more: Any) -> Answered:
    told = {"response": response, "resCode": code, "resMesg": "สำเร็จ", "tranID": "B1"} | more
    return answered(200, told, exactly="response resCode tranID amount")


def _booked(response: str, code: str) -> Answered:
    return _answer(response, code, paymentID="R1", amount="100.79")


def _counted(sure: int, unsure: int = 0) -> Any:
    def then(lab: Any, names: Mapping[str, Any]) -> None:
        totals = lab.agent_totals.of("scb_online")
        assert (totals.sure, totals.unsure) == (sure, unsure)

    return then


SENT = [
    Sent(
        "what a customer owes, before the money is taken",
        "verify",
        ASKS,
        _answer("verify", "0000", reference2="681290883971", amount="100.79"),
        (OWED,),
    ),
    Sent("what a customer owes who has paid", "verify", ASKS, _answer("verify", "2000"), (OWED, PAID)),
    Sent(
        "what somebody owes whom our side does not know",
        "verify",
        {"reference": "9999999999", "transaction": "B1"},
        _answer("verify", "1001"),
        (OWED,),
    ),
    Sent("a confirmation of what is owed", "confirm", PAYS, _booked("confirm", "0000"), (OWED,), _counted(10079)),
    Sent(
        "a confirmation that was sent before",
        "confirm",
        PAYS,
        _booked("confirm", "2001"),
        (OWED, PAID),
        _counted(10079),
    ),
    Sent(
        "a confirmation of another amount",
        "confirm",
        PAYS | {"amount": "100.00"},
        _answer("confirm", "1004"),
        (OWED,),
        _counted(0),
    ),
    Sent("a cancellation on its day", "cancel", PAYS, _booked("cancel", "0000"), (OWED, PAID)),
    Sent(
        "a cancellation that was sent before",
        "cancel",
        PAYS,
        _booked("cancel", "2001"),
        (OWED, PAID, CANCELLED),
    ),
    Sent("a cancellation of what was never confirmed", "cancel", PAYS, _answer("cancel", "2000"), (OWED,)),
]
