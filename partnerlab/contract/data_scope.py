"""The data scope of an agreement: which personal data may travel in which message, and what travels beyond it."""

from __future__ import annotations

from typing import Any, Literal

from partnerlab.contract.findings import Finding, Side
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.personal_data import SECRET, PersonalField
from partnerlab.contract.sensitive_data import RULE as SENSITIVE_DATA
from partnerlab.contract.sensitive_data import SENSITIVE

Part = Literal["request", "answer", "file"]


def may_exceed(agreement: dict[str, Any], operation: Operation, part: Part) -> frozenset[str]:
    """The categories for which the contract has a place, and which the agreement does not always allow there."""
    allowed = _allowed(agreement, operation.id, part)
    return frozenset(operation.categories(part) - allowed - {SECRET})


def outside_scope(agreement: dict[str, Any], operation: str, part: Part, fields: list[PersonalField]) -> list[Finding]:
    """Fields of personal data that the agreement does not let this message carry, even where its schema does.

    Keys and tokens are masked like personal data, but no agreement has to allow them.
    """
    if not fields:
        return []
    allowed = _allowed(agreement, operation, part)
    side: Side = "answer" if part == "answer" else "request"
    return [
        Finding(side, field.path, _rule(field.category), _agreed(allowed), f"{field.category} data")
        for field in fields
        if field.category not in allowed and field.category != SECRET
    ]


def _allowed(agreement: dict[str, Any], operation: str, part: Part) -> set[str]:
    agreed = agreement.get("data", {}).get(operation) or {}
    return set(agreed.get(part) or ())


def _rule(category: str) -> str:
    return SENSITIVE_DATA if category == SENSITIVE else "outside the agreed data"


def _agreed(allowed: set[str]) -> str:
    return f"only {', '.join(sorted(allowed))}" if allowed else "no personal data"
