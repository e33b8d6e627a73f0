"""What Krungthai's own channels send to our side."""

from __future__ import annotations

from typing import Any

from tests.pacts.interactions import Sent, answered, done, exist, sent

OWED = exist(
    accounts={"home": {"number": 1078, "name": "นายสมมุติ ตัวอย่าง"}},
    bills={
        "december": {"account": "home", "month": "2025-12", "usage": 8, "issued": "2026-01-02", "due": "2026-01-16"}
    },
)
SUSPENDED = done("suspend", registration="$home.registration")
NUMBER = "mKTB0000000001"
APPROVED = "AP00000001"  # the first of a system that was reset
ASKS: dict[str, Any] = {"account": "$home", "transaction": NUMBER}
PAYS = ASKS | {"approved": APPROVED, "amount": "100.79"}
ASKED, PAID = sent("approval", **ASKS), sent("payment", **ASKS, amount="100.79")


def _told(code: str, approved: str = APPROVED, **more: Any) -> dict[str, Any]:
    return {"tranxId": approved, "bankRef": NUMBER, "respCode": code, "respMsg": "สำเร็จ"} | more


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
        "an approval of what is owed",
        "approval",
        ASKS,
        answered(
            200,
            _told(
                "0",
                balance="100.79",
                cusName="นายสมมุติ ตัวอย่าง",
                print1="ยอดค้างจ่ายประจำเดือน 16/01/69 100.79",
            ),
            exactly="respCode bankRef balance cusName print1",
        ),
        (OWED,),
    ),
    Sent(
        "an approval of the price of a service",
        "approval",
        ASKS | {"product": "SUSPENSION_WAIVER"},
        answered(
            200,
            _told("0", balance="107.00", cusName="นายสมมุติ ตัวอย่าง", print1="ค่าธรรมเนียมเพื่อไม่ถูกงดจ่ายน้ำ 107.00"),
            exactly="respCode bankRef balance",
        ),
        (OWED, SUSPENDED),
    ),
    Sent(
        "a payment under an approval",
        "payment",
        PAYS,
        answered(200, _told("0", balance="100.79", info="R1"), exactly="respCode bankRef balance"),
        (OWED, ASKED),
    ),
    Sent(
        "a payment that was told before",
        "payment",
        PAYS,
        answered(200, _told("0", balance="100.79", info="R1"), exactly="respCode bankRef balance"),
        (OWED, ASKED, PAID),
    ),
    Sent(
        "a payment of another amount",
        "payment",
        PAYS | {"amount": "100.00"},
        answered(200, _told("7"), exactly="respCode bankRef"),
        (OWED, ASKED),
    ),
    Sent(
        "a payment under no approval",
        "payment",
        PAYS,
        answered(200, _told("8"), exactly="respCode bankRef"),
        (OWED,),
    ),
    Sent(
        "an approval taken back",
        "approval_reversal",
        ASKS | {"approved": APPROVED},
        answered(200, _told("0"), exactly="respCode bankRef"),
        (OWED, ASKED),
    ),
    Sent(
        "a payment taken back",
        "payment_reversal",
        PAYS,
        answered(200, _told("0", balance="100.79", info="R1"), exactly="respCode bankRef balance"),
        (OWED, ASKED, PAID),
    ),
]
