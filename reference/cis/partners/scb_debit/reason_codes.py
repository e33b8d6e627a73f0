"""The bank's statuses and reasons, in our words."""

from __future__ import annotations

from reference.cis.messages import Reason

COLLECTED = "1000"
STATUSES = (COLLECTED, "1001", "1002")
REASONS = {
    "AM04": Reason.INSUFFICIENT_FUNDS,
    "51": Reason.INSUFFICIENT_FUNDS,
    "98": Reason.OFFLINE_AGENT,
    "99": Reason.SETTLEMENT_FAILED,
    "12": Reason.CLOSED_ACCOUNT,
    "15": Reason.INCORRECT_ACCOUNT,
    "54": Reason.CARD_EXPIRED,
    "MD01": Reason.NO_MANDATE,
    "01": Reason.DUPLICATION,
    "02": Reason.LIMIT_EXCEEDED,
    "03": Reason.REFERENCE_WRONG,
}


def reason_of(code: str) -> Reason:
    """A code that is not agreed is `unknown`: its debit is parked, and the rest of the file stands."""
    return REASONS.get(code, Reason.UNKNOWN)
