"""What follows from a debit that a bank rejected.

| reason | next step |
|---|---|
| no funds, trouble at the bank | `retry`: the bill goes with the next file, at most three times |
| account closed or not found, card expired, no mandate | `suspend`: the mandate, until a new one |
| over the limit, wrong reference, duplicate | `collect_otherwise`: this bill is collected like any other |
| a code that we do not know | `park`: the bill may be paid elsewhere, and is not debited again until a person decides |

What is suspended, or was tried three times, goes back to ordinary collection too. The mapping is ours.
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
    Reason.DUPLICATION: COLLECT_OTHERWISE,
    Reason.NOT_ALLOWED_AMOUNT: COLLECT_OTHERWISE,
    Reason.REFERENCE_WRONG: COLLECT_OTHERWISE,
    Reason.UNKNOWN: PARK,
}
TRIES = 3


def next_step(reason: Reason, rejected_before: int) -> str:
    """What a rejection leads to, for a bill that was rejected so many times before."""
    step = NEXT_STEPS[reason]
    return COLLECT_OTHERWISE if step == RETRY and rejected_before + 1 >= TRIES else step
