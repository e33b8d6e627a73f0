"""What the Office of the Narcotics Control Board asks of our side through Linkage Center."""

from __future__ import annotations

from tests.pacts.usage_questions import usage_questions

SENT = usage_questions(
    {"reference": "CASE-1"},
    account={"branchCode": "09", "meterSize": "0", "address": "1 ถนนตัวอย่าง"},
    month={"readingDate": "2026-01-02", "volume": 8},
)
