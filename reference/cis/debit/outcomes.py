"""What follows from a bank's answer, by its status and reason.

| reason | act |
|---|---|
| no funds (AM04, card 51), bank's trouble (98, 99) | `retry`: the bill goes with the next file, at most three times |
| closed (12), not found (15), card expired (54), no mandate (MD01) | `suspend`: the mandate, until a new one |
| over the limit (02), reference (03), duplicate (01) | `ordinary`: this bill is collected like any other |

What is suspended, or was tried three times, goes back to ordinary collection too. The mapping is ours.
"""

from __future__ import annotations

COLLECTED = "1000"
STATUSES = (COLLECTED, "1001", "1002")
RETRY, SUSPEND, ORDINARY = "retry", "suspend", "ordinary"
ACTS = {
    "AM04": RETRY,
    "51": RETRY,
    "98": RETRY,
    "99": RETRY,
    "12": SUSPEND,
    "15": SUSPEND,
    "54": SUSPEND,
    "MD01": SUSPEND,
    "01": ORDINARY,
    "02": ORDINARY,
    "03": ORDINARY,
}
TRIES = 3


def act(reason: str, rejected_before: int) -> str:
    """What a rejection leads to, for a bill that was rejected so many times before."""
    found = ACTS[reason]
    return ORDINARY if found == RETRY and rejected_before + 1 >= TRIES else found
