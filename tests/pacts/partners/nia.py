"""What the National Intelligence Agency asks of our side through Linkage Center."""

from __future__ import annotations

from tests.pacts.usage_questions import usage_questions

SENT = usage_questions(
    {"reference": "CASE-1"},
    account={"branchCode": "09", "address": "1 ถนนตัวอย่าง"},
    month={"volume": 8},
)
