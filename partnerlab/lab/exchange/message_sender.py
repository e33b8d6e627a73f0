"""Send a partner's messages: its function yields each, the lab carries it and hands the answer back."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.operation import Operation, concrete
from partnerlab.lab.channels.channel import Unreachable
from partnerlab.lab.exchange.agreed_hours import outside_hours
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.exchange.gateway_passage import GatewayPassage
from partnerlab.lab.exchange.guarded_judge import judge_answer, judge_request
from partnerlab.lab.exchange.partner_request import ask_partner, asked_operation, received_answer
from partnerlab.lab.faults.delivery_faults import Deliver
from partnerlab.lab.faults.fault import Fault, FaultTarget
from partnerlab.lab.faults.timing_faults import Departures, apply_timing_faults
from partnerlab.lab.journal import Exchange, Lost, Route
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner import Ask, Partner, RegistryError
from partnerlab.lab.partners.partner_world import OutgoingFile, OutgoingMessage
from partnerlab.lab.partners.word_types import WordsError, blaming_the_words, is_exact, word_mistakes

_WAY: FaultTarget = "way"
Story = Generator[OutgoingMessage | OutgoingFile | dict[str, Any], Answer | None, None]


@dataclass
class SendResult:
    """One act of sending and what it led to; `pending` while a message that was `made` has not set off yet."""

    partner: Partner
    operation: str
    made: datetime
    exchanges: list[Exchange] = field(default_factory=list)
    pending: bool = False


def send(lab: Lab, name: str, operation: str, words: dict[str, Any], faults: list[Fault]) -> SendResult:
    """Let a partner send, with its own faults and these, then do all that is due at once."""
    sending = _send(lab, lab.kit.partner(name), operation, words, faults)
    lab.run_due_work()
    return sending


def _send(lab: Lab, partner: Partner, operation: str, words: dict[str, Any], faults: list[Fault]) -> SendResult:
    """The words fill the parameters of the partner's function, the faults strike on the way."""
    if operation not in partner.sends:
        offered = ", ".join(sorted(partner.sends)) or "nothing"
        raise RegistryError(f"{partner.name} does not send '{operation}'; it sends: {offered}")
    sending = SendResult(partner, operation, lab.clock.now)
    story, first = _first_message(lab, partner, operation, words)  # made now, whenever it arrives
    if first is not None:
        places: list[FaultTarget] = ["file"] if operation in partner.layouts else ["delivery", "message"]
        faults = faults + [f for place in (*places, _WAY) for f in lab.faults.strike(partner.name, operation, place)]
        sending.pending = True
        ways = [fault for fault in faults if fault.kind.place == "way"]
        rest = [fault for fault in faults if fault.kind.place != "way"]
        departures = Departures(lab.clock, lab.held)
        carry = partial(_play, lab, sending, story, first, rest)
        apply_timing_faults(departures, partner.name, ways, carry)
    return sending


def _first_message(lab: Lab, partner: Partner, operation: str, words: dict[str, Any]) -> tuple[Story, Any]:
    """What the partner's function sends first. It says by a ValueError that it cannot work with the words."""
    function = partner.functions[operation]
    if mistakes := word_mistakes(function, words):
        raise WordsError(f"{partner.name}.{operation}: {'; '.join(mistakes.values())}")
    try:
        story = function(lab.partner_worlds[partner.name], **words)
        return story, next(story, None)
    except ValueError as bad:
        raise WordsError(f"{partner.name}.{operation}: {bad}") from bad
    except (ArithmeticError, AttributeError, LookupError, TypeError) as bad:
        if all(is_exact(function, word) for word in words):
            raise  # the function's own mistake
        told = f"{partner.name}.{operation} cannot work with the values of {', '.join(words)}"
        raise WordsError(f"{told}: {type(bad).__name__}: {bad}") from bad


def _play(lab: Lab, sending: SendResult, story: Story, outgoing: Any, faults: list[Fault], held: list[Fault]) -> None:
    """Carry what the story yields until it has nothing more to send; `held` are the faults that kept it back."""
    sending.pending, faults = False, held + faults
    try:
        while True:
            answer = _carry(lab, sending, outgoing, faults)
            outgoing = story.send(answer)
    except StopIteration:
        return


def _carry(lab: Lab, sending: SendResult, outgoing: Any, faults: list[Fault]) -> Answer | None:
    if isinstance(outgoing, OutgoingFile):
        left = file_exchange(lab).leave(sending.partner, sending.operation, outgoing, faults, sending.made)
        sending.exchanges += left
        return None
    outgoing = outgoing if isinstance(outgoing, OutgoingMessage) else OutgoingMessage(outgoing)
    if outgoing.operation not in (None, sending.operation):
        faults = []  # what goes before, such as the question for a token, is no part of what goes wrong
    deliver = _delivery(lab, sending, outgoing, faults)
    for fault in faults:
        if fault.kind.place == "delivery":
            deliver = partial(fault.kind.apply, deliver)
    return deliver(None)


def _delivery(lab: Lab, sending: SendResult, outgoing: OutgoingMessage, faults: list[Fault]) -> Deliver:
    """How this message is delivered: to our side, or to the partner that an act of the agreement asks."""
    partner, name = sending.partner, outgoing.operation or sending.operation
    if name in partner.asks:
        ask = partner.asks[name]
        names = tuple(fault.name for fault in faults)
        return partial(_ask, lab, sending, ask, _build(sending, asked_operation(lab, ask), outgoing), names)
    if partner.consumer is None or name not in partner.consumer.operations:
        raise RegistryError(f"{partner.name}.{sending.operation} sends '{name}', which is no operation of its contract")
    operation = partner.consumer.operations[name]
    return partial(_deliver, lab, sending, operation, _build(sending, operation, outgoing), faults)


def _build(sending: SendResult, operation: Operation, outgoing: OutgoingMessage) -> Request:
    with blaming_the_words(f"{sending.partner.name}.{sending.operation}"):
        return build(operation, outgoing)


def build(operation: Operation, outgoing: OutgoingMessage) -> Request:
    """The request of an operation: verb, path, media type and selector from the contract, the rest from the partner."""
    params = {name: str(value) for name, value in outgoing.params.items()}
    query = {name: str(value) for name, value in outgoing.query.items()}
    headers, body = wire.lower(outgoing.headers), outgoing.body
    if operation.selector:
        body = operation.selector.fill(body, query, headers)
    media = concrete(next(iter(operation.request), wire.JSON))
    raw = wire.encode(body, media)
    headers |= {"content-type": media} if raw else {}
    return Request(operation.method, operation.address(params), query, headers, raw, body, params)


def _deliver(
    lab: Lab, sending: SendResult, operation: Operation, message: Request, faults: list[Fault], lost: Lost | None
) -> Answer | None:
    """Carry a message to our side, through the partner's gateway if it has one."""
    partner, passage = sending.partner, GatewayPassage(lab, sending.partner)
    struck = [fault for fault in faults if fault.kind.place == "message"]
    for fault in struck:
        message = fault.kind.apply(message, **fault.words)
    judge, message = lab.judge(partner, operation), passage.forward(message)
    exchange = lab.begin(Route(partner.name, partner.system, operation.id, passage.gateway, operation), message)
    exchange.faults, exchange.lost, exchange.made = tuple(fault.name for fault in faults), lost, sending.made
    exchange.excused |= {"request"} if any(fault.breaks_contract for fault in struck) else set()
    passage.note_faults(exchange)
    sending.exchanges.append(exchange)
    exchange.findings = judge_request(judge, message, lab.failures) + outside_hours(partner, lab.clock.now)
    try:
        if lost != "request":
            exchange.came = passage.carry(exchange, lambda: _reach(lab, exchange))
        if exchange.came is not None and exchange.lost != "request":
            exchange.findings += judge_answer(judge, exchange.came, exchange.request, lab.failures)
    finally:  # a system that crashes must not leave the exchange open
        exchange.lost = exchange.lost or ("answer" if exchange.came is None else None)
        lab.finish(exchange, lab.clock.now if exchange.came else None)
    return None if lost else exchange.came


def _ask(
    lab: Lab, sending: SendResult, ask: Ask, message: Request, faults: tuple[str, ...], lost: Lost | None
) -> Answer | None:
    exchange = ask_partner(lab, ask, message, faults, lost)
    sending.exchanges.append(exchange)
    return received_answer(exchange)


def _reach(lab: Lab, exchange: Exchange) -> Answer | None:
    try:
        return lab.systems[exchange.receiver].call(exchange.request)
    except Unreachable as bad:
        exchange.lost = "answer"
        lab.failures.unreachable = str(bad)
        return None
