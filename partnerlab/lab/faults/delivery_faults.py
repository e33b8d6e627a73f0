"""Faults in the delivery of a partner's message. `deliver` carries it to our side and returns the answer.

`lost` says what the journey swallows: the request, so that it never arrives, or the answer, so that the sender does not
know what became of its message. Such a sender gets `None`.
"""

from __future__ import annotations

from collections.abc import Callable

from partnerlab.contract.http.message import Answer
from partnerlab.lab.journal import Lost

Deliver = Callable[[Lost | None], Answer | None]


def twice(deliver: Deliver, lost: Lost | None) -> Answer | None:
    """The same message arrives two times; the sender sees the second answer."""
    deliver(lost)
    return deliver(lost)


def request_lost(deliver: Deliver, lost: Lost | None) -> Answer | None:
    """The message never arrives."""
    return deliver("request")


def answer_lost(deliver: Deliver, lost: Lost | None) -> Answer | None:
    """The message arrives and is worked on, and the answer is lost on its way back."""
    return deliver("answer")
