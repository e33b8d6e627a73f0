"""What the settlement of the welfare card asks of our side through Linkage Center."""

from __future__ import annotations

from tests.pacts.usage_questions import usage_questions

SENT = usage_questions(
    {},
    account={},
    month={"volume": 8, "amount": "100.79"},
)
