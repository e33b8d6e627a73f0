"""How a partner that is asked comes to its answer: gateway, faults, its own function, and the judge on both sides."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from partnerlab.contract import message as wire
from partnerlab.contract.message import Answer, Request
from partnerlab.contract.openapi import Operation
from partnerlab.lab.journal import Exchange
from partnerlab.lab.recalling import recall
from partnerlab.lab.registry import Partner

if TYPE_CHECKING:
    from partnerlab.lab.lab import Lab

SIMULATOR_FAILED = 599

TOLERATED = ("undocumented parameter", "outside the agreed data")
"""Broken promises that a partner would not notice, or not mind; the journal does."""


def answer_operation(
    lab: Lab, gateway: Partner, partner: Partner, operation: Operation, message: Request, patience: float
) -> Answer | None:
    """The answer of `partner`, reached through `gateway` (itself, where nobody stands before it); None is silence."""
    with lab.lock:
        exchange = lab.journal.begin(lab.clock.now, partner.system, partner.name, operation.id, message)
        exchange.via = gateway.name if gateway is not partner else None
        lab.judge_request(exchange, partner, operation)
        if lab.faults:
            answer = _with_faults(lab, gateway, partner, operation, exchange)
        else:
            answer = _decide(lab, gateway, partner, operation, exchange)
        if answer is not None and answer.delay >= patience:
            answer = None
        if answer is None or answer.delay:
            lab.clock.elapse(patience if answer is None else answer.delay)
        _complete(lab, partner, operation, exchange, answer)
        return answer


def _with_faults(
    lab: Lab, gateway: Partner, partner: Partner, operation: Operation, exchange: Exchange
) -> Answer | None:
    struck = lab.faults.strike(partner.name, operation.id, "answer")
    for gate in lab.kit.before(partner):
        struck += lab.faults.strike(gate.name, "admit", "answer")
    exchange.faults = [fault.name for fault in struck]
    if any(fault.breaks_contract for fault in struck):
        exchange.excused.add("answer")
    answer = lab.faults.around(lambda: _decide(lab, gateway, partner, operation, exchange), struck)()
    if answer is None:
        return None
    answer.judged = None
    return _encoded(operation, answer).seal()


def _decide(lab: Lab, gateway: Partner, partner: Partner, operation: Operation, exchange: Exchange) -> Answer:
    try:
        return _encoded(operation, as_answer(_found(lab, gateway, partner, operation, exchange)))
    except Exception as bad:  # the simulator's own mistake, whatever it is, must never look like an answer
        lab.failed(partner, operation.id, bad)
        told = {"Message": f"simulator of {partner.name} failed: {bad!r}"}
        return _encoded(operation, Answer(SIMULATOR_FAILED, body=told))


def _found(lab: Lab, gateway: Partner, partner: Partner, operation: Operation, exchange: Exchange) -> Any:
    """What those before the partner say of a call they do not let through, else it: of a broken request, or to it.

    A real partner is sent only what breaks nothing at all.
    """
    real = lab.reals.towards(gateway, partner)
    if gateway is not partner and (refusal := _refusal(lab, gateway, exchange)) is not None:
        return refusal
    broken = [finding for finding in exchange.findings if real or finding.rule not in TOLERATED]
    if broken:
        return gateway.functions["refuse"](lab.worlds[gateway.name], broken[0])
    if real:
        return lab.reals.ask(real, exchange.request)
    if partner.through and (refusal := _refusal(lab, lab.kit.partner(partner.through), exchange)) is not None:
        return refusal
    function, world = partner.functions[operation.id], lab.worlds[partner.name]
    if operation.read_only:
        return recall(function, world, exchange.request, partial(_judged, lab, partner, operation, exchange))
    return function(world, exchange.request)


def _refusal(lab: Lab, gate: Partner, exchange: Exchange) -> Any:
    """What somebody before the partner says of a call that may not pass; a real one says it itself."""
    return None if gate.name in lab.reals else gate.functions["admit"](lab.worlds[gate.name], exchange.request)


def _judged(lab: Lab, partner: Partner, operation: Operation, exchange: Exchange, found: Any) -> Answer:
    answer = _encoded(operation, as_answer(found))
    answer.judged = lab.findings_in(answer, partner, operation, exchange.request)
    return answer


def as_answer(found: Any) -> Answer:
    """What a simulator function returned: a body, also with a status, also with headers; or what was answered."""
    if isinstance(found, Answer):
        return found
    if not isinstance(found, tuple):
        return Answer(body=found)
    body, status, *rest = found
    return Answer(status, wire.lower(rest[0]) if rest else {}, body=body)


def _encoded(operation: Operation, answer: Answer) -> Answer:
    """The answer as bytes, which alone count where its media type turns a body into something else."""
    if answer.raw:
        return answer.seal()
    body = answer.body
    if body is None:
        return answer
    media = answer.headers.setdefault("content-type", operation.media_for(answer.status, body))
    answer.raw = wire.encode(body, wire.media_type(media))
    as_it_was = media == wire.JSON and not isinstance(body, bytes)
    return answer if as_it_was else answer.seal()


def _complete(lab: Lab, partner: Partner, operation: Operation, exchange: Exchange, answer: Answer | None) -> None:
    """Judge and keep the answer. Of one that nothing has changed on its way what the bytes were made of is judged."""
    line = answer.breaks if answer is not None else None
    if answer is None or line is not None:
        exchange.lost = "request" if line is not None and line.how == "refused" else "answer"
    exchange.answer = None if line is not None and line.after is None else answer
    lab.judge_answer(exchange, partner, operation)
    if answer is not None:
        answer.seal()
    lab.journal.finish(exchange, None if exchange.lost else lab.clock.now)
