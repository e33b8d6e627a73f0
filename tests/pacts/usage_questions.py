"""What an office that asks for usage through Linkage Center sends, and reads of the answer."""

from __future__ import annotations

from typing import Any

from tests.pacts.interactions import Sent, answered, exist

OWNED = exist(
    accounts={"home": {"number": 1034, "name": "นายสมมุติ ตัวอย่าง"}},
    bills={
        "december": {"account": "home", "month": "2025-12", "usage": 8, "issued": "2026-01-02", "due": "2026-01-16"}
    },
)
_EXACTLY = "responseCode accountNo period readingDate volume amount"


def usage_questions(words: dict[str, Any], account: dict[str, Any], month: dict[str, Any]) -> list[Sent]:
    """The interactions of one office; `words` go with each look-up, `account` and `month` are the facts it is told."""
    rows = [{"accountNo": "98667481", **account, "months": [{"period": "2025-12", **month}]}]
    dummy = [{"accountNo": "00000000", "months": [{"period": "2026-01", "volume": 8}]}]
    return [
        Sent(
            "the usage of an account",
            "water_usage",
            {"account": "$home", **words},
            answered(200, {"responseCode": "000", "data": rows}, exactly=_EXACTLY),
            (OWNED,),
        ),
        Sent(
            "the usage of an account that there is not",
            "water_usage",
            {"account": "99999999", **words},
            answered(200, {"responseCode": "000", "data": []}, exactly="responseCode data"),
            (OWNED,),
        ),
        Sent(
            "the rows for trying out",
            "water_usage_sandbox",
            {"account": "95064125", **words},
            answered(200, {"responseCode": "000", "data": dummy}, exactly="responseCode accountNo"),
            (),
        ),
        Sent(
            "whether the service is there",
            "water_usage_health_check",
            {},
            answered(200, {"responseCode": "000", "data": []}, exactly="responseCode data"),
            (),
        ),
    ]
