"""The data scope of an agreement: which personal data may travel in which message, and what travels beyond it."""

from __future__ import annotations

from typing import Any

from partnerlab.contract.findings import Finding, Side
from partnerlab.contract.personal import PersonalField

SECRET = "credentials"


def outside_scope(agreement: dict[str, Any], operation: str, part: str, fields: list[PersonalField]) -> list[Finding]:
    """Fields of personal data that the agreement does not let this message carry, even where its schema does.

    `part` is `request`, `answer` or `file`. Keys and tokens are masked like personal data, but no agreement has to
    allow them.
    """
    if not fields:
        return []
    allowed = set((agreement.get("data", {}).get(operation) or {}).get(part) or ())
    side: Side = "answer" if part == "answer" else "request"
    return [
        Finding(side, field.path, "outside the agreed data", _agreed(allowed), f"{field.category} data")
        for field in fields
        if field.category not in allowed and field.category != SECRET
    ]


def _agreed(allowed: set[str]) -> str:
    return f"only {', '.join(sorted(allowed))}" if allowed else "no personal data"
