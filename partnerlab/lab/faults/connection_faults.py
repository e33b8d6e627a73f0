"""Faults of the connection under an answer: the asker sees an error of its own HTTP client."""

from __future__ import annotations

from partnerlab.contract.http.message import Answer, ConnectionFault
from partnerlab.lab.faults.answer_faults import Call
from partnerlab.lab.faults.fault import FaultContext


def connection_refused(call: Call, context: FaultContext) -> Answer | None:
    """The connection is refused: the request does not arrive, and the work is not done."""
    return _broken(Answer(), ConnectionFault("refused"))


def connection_reset(call: Call, context: FaultContext, *, processed: bool = True) -> Answer | None:
    """The connection is torn down in the middle of the answer; if not `processed`, before the work and any answer."""
    if not processed:
        return _broken(Answer(), ConnectionFault("reset"))
    answer = call()
    return answer and _broken(answer, ConnectionFault("reset", _some_of(answer.raw, context)))


def truncated_body(call: Call, context: FaultContext) -> Answer | None:
    """Fewer bytes come than Content-Length promised, and the connection ends as if all were well."""
    answer = call()
    if answer is not None and answer.raw:
        _broken(answer, ConnectionFault("short", _some_of(answer.raw, context)))
    return answer


def _broken(answer: Answer, how: ConnectionFault) -> Answer:
    """The answer with its line breaking; the break that happens first stays."""
    answer.breaks = answer.breaks or how
    return answer


def _some_of(raw: bytes, context: FaultContext) -> int:
    """How many bytes come: at least one, if there are any, and never all."""
    return context.random.randrange(1, len(raw)) if len(raw) > 1 else 0
