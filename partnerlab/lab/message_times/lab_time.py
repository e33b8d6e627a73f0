"""The header with a simulator's virtual time, so that `verify` does not report a wrong clock."""

from __future__ import annotations

from datetime import datetime

from partnerlab.contract.http.message import Answer

LAB_TIME = "x-lab-time"
"""Only a simulator sends it, and only where an answer states when it was made."""


def lab_time(answer: Answer) -> datetime | None:
    """The time by the clock of the lab that answered; None of a real partner."""
    try:
        return datetime.fromisoformat(answer.headers[LAB_TIME])
    except (KeyError, ValueError):
        return None
