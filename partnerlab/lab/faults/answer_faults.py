"""Faults of a partner's answer. Each wraps the answering function and may be wrapped by another.

`call` lets the partner do its work and returns its answer; not calling it means that the work was not done.
`None` is silence: the asker waits until its patience ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer
from partnerlab.contract.http.message_place import add_value
from partnerlab.lab.faults.fault import FaultContext
from partnerlab.world.calendar.durations import parse_duration
from partnerlab.yamlio import in_json

Call = Callable[[], Answer | None]


def delay(call: Call, context: FaultContext, *, by: str) -> Answer | None:
    """Answers, but later."""
    answer = call()
    if answer is not None:
        answer.delay += parse_duration(by)
    return answer


def silence(call: Call, context: FaultContext, *, processed: bool = True) -> Answer | None:
    """Takes the request and never answers; whether it did the work, the asker cannot tell."""
    if processed:
        call()
    return None


def wrong_status(call: Call, context: FaultContext, *, status: int) -> Answer | None:
    """The right body under another status."""
    answer = call()
    if answer is not None:
        answer.status = status
    return answer


def malformed_body(call: Call, context: FaultContext) -> Answer | None:
    """The body breaks off somewhere in its second half."""
    answer = call()
    if answer is not None and answer.raw:
        answer.raw = answer.raw[: context.random.randrange(len(answer.raw) // 2, len(answer.raw))]
    return answer


def answers(
    call: Call, context: FaultContext, *, status: int, body: Any = None, media: str = "application/json"
) -> Answer | None:
    """Something else in place of the answer; the work is not done."""
    return instead(status, body, media)


def redirected(call: Call, context: FaultContext, *, to: str = "/elsewhere", status: int = 307) -> Answer | None:
    """Sends the asker on to another address, which no contract knows; the work is not done."""
    return Answer(status, {"location": to}, b"")


def wrong_content_type(call: Call, context: FaultContext, *, media: str = "text/html") -> Answer | None:
    """The right body under the name of another kind."""
    answer = call()
    if answer is not None and answer.raw:
        answer.headers = {**answer.headers, "content-type": media}
    return answer


def answers_more(call: Call, context: FaultContext, *, place: str, value: Any) -> Answer | None:
    """One more value stands at a place of the answer: `body/religion`. It is held against the partner."""
    answer = call()
    if answer is None or not answer.raw:
        return answer
    changed = Answer(answer.status, dict(answer.headers), answer.raw).open()
    add_value(changed, place, value)
    return changed.seal()


def error_in_200(call: Call, context: FaultContext, *, body: Any) -> Answer | None:
    """Success on the outside, an error within, which may be `null`; the work is not done."""
    return instead(200, b"null" if body is None else body)


def rate_limit(call: Call, context: FaultContext, *, requests: int, per: str, body: Any = None) -> Answer | None:
    """After so many requests within the window the next is answered 429 and told when to come again."""
    wait = context.memory["admitted"][0] + timedelta(seconds=parse_duration(per)) - context.now
    return instead(429, body, headers={"retry-after": str(math.ceil(wait.total_seconds()))})


def beyond_limit(context: FaultContext, *, requests: int, per: str, body: Any = None) -> bool:
    """Whether the limit is used up; a request that is let through counts, one that is refused does not."""
    window = context.now - timedelta(seconds=parse_duration(per))
    admitted: list[datetime] = [when for when in context.memory.get("admitted", []) if when > window]
    beyond = len(admitted) >= requests
    context.memory["admitted"] = admitted if beyond else [*admitted, context.now]
    return beyond


def instead(status: int, body: Any, media: str = wire.JSON, headers: dict[str, str] | None = None) -> Answer:
    """An answer that the partner never gave, as bytes: another fault may strike it."""
    named = {"content-type": media} if body is not None else {}
    return Answer(status, named | (headers or {}), wire.encode(in_json(body), wire.media_type(media))).seal()
