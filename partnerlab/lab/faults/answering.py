"""Misbehaviours of a partner that is asked. Each wraps the answering and may be wrapped by another.

`call` lets the partner do its work and returns its answer; not calling it means that the work was not done.
`None` is silence: the asker waits until its patience ends.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from partnerlab.contract.message import Answer
from partnerlab.lab.durations import seconds

Call = Callable[[], Answer | None]


def delay(call: Call, random: Random, *, by: str) -> Answer | None:
    """Answers, but later."""
    answer = call()
    if answer is not None:
        answer.delay += seconds(by)
    return answer


def silence(call: Call, random: Random, *, processed: bool = True) -> Answer | None:
    """Takes the request and never answers; whether it did the work, the asker cannot tell."""
    if processed:
        call()
    return None


def wrong_status(call: Call, random: Random, *, status: int) -> Answer | None:
    """The right body under another status."""
    answer = call()
    if answer is not None:
        answer.status = status
    return answer


def malformed_body(call: Call, random: Random) -> Answer | None:
    """The body breaks off somewhere in its second half."""
    answer = call()
    if answer is not None and answer.raw:
        answer.raw = answer.raw[: random.randrange(len(answer.raw) // 2, len(answer.raw))]
    return answer


def answers(
    call: Call, random: Random, *, status: int, body: Any = None, media: str = "application/json"
) -> Answer | None:
    """Something else in place of the answer; the work is not done."""
    return Answer(status, {"content-type": media} if body is not None else {}, body=body)


def error_in_200(call: Call, random: Random, *, body: Any) -> Answer | None:
    """Success on the outside, an error within; the work is not done."""
    return Answer(200, {"content-type": "application/json"}, body=body)
