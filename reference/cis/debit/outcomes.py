"""The consequence of a rejected debit: try again, suspend the mandate, or collect in another way.

| reason | next step |
|---|---|
| no funds, trouble at the bank | `retry`: the bill goes with the next file, as often as agreed |
| account closed or not found, card expired, no mandate or a cancelled one | `suspend`: the mandate, until a new one |
| blocked, over the limit, wrong amount or reference, duplicate, not told | `collect_otherwise`: this bill alone |
| a code that we do not know | `park`: the bill may be paid elsewhere, and is not debited again until a person decides |

What is suspended, or was tried as often as agreed, goes back to ordinary collection too. The mapping is ours.
"""

from __future__ import annotations

from reference.cis.messages import Reason

RETRY, SUSPEND, COLLECT_OTHERWISE, PARK = "retry", "suspend", "collect_otherwise", "park"
NEXT_STEPS = {
    Reason.INSUFFICIENT_FUNDS: RETRY,
    Reason.OFFLINE_AGENT: RETRY,
    Reason.SETTLEMENT_FAILED: RETRY,
    Reason.CLOSED_ACCOUNT: SUSPEND,
    Reason.INCORRECT_ACCOUNT: SUSPEND,
    Reason.CARD_EXPIRED: SUSPEND,
    Reason.NO_MANDATE: SUSPEND,
    Reason.MANDATE_CANCELLED: SUSPEND,
    Reason.DUPLICATION: COLLECT_OTHERWISE,
    Reason.BLOCKED_ACCOUNT: COLLECT_OTHERWISE,
    Reason.LIMIT_EXCEEDED: COLLECT_OTHERWISE,
    Reason.INVALID_AMOUNT: COLLECT_OTHERWISE,
    Reason.NOT_TOLD: COLLECT_OTHERWISE,
    Reason.REFERENCE_WRONG: COLLECT_OTHERWISE,
    Reason.UNKNOWN: PARK,
}


def next_step(reason: Reason, rejected_before: int, tries: int) -> str:
    """The consequence of a rejection, by its reason, the number of earlier rejections and the tries allowed."""
    step = NEXT_STEPS[reason]
    return COLLECT_OTHERWISE if step == RETRY and rejected_before + 1 >= tries else step
