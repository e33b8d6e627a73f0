"""One partner asks another: the receiver answers as it answers our side, and the sender's agreement holds."""

from __future__ import annotations

from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.exchange.guarded_judge import judge_request
from partnerlab.lab.exchange.operation_handler import OperationHandler
from partnerlab.lab.journal import Exchange, Lost
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner import Ask, RegistryError


def asked_operation(lab: Lab, ask: Ask) -> Operation:
    """The receiver's operation that an act asks."""
    document = lab.kit.partner(ask.receiver).provider
    if document is None or ask.operation not in document.operations:
        raise RegistryError(f"{ask.sender}.{ask.act} asks {ask.receiver}.{ask.operation}, which there is not")
    return document.operations[ask.operation]


def ask_partner(lab: Lab, ask: Ask, message: Request, faults: tuple[str, ...], lost: Lost | None) -> Exchange:
    """The exchange of one message that a partner sends to another; of a lost request the receiver hears nothing."""
    receiver, operation = lab.kit.partner(ask.receiver), asked_operation(lab, ask)
    gateway = lab.kit.partner(receiver.behind) if receiver.behind else receiver
    handler = OperationHandler(lab, gateway, receiver, operation, ask)
    arriving = Request(message.method, message.path, message.query, message.headers, message.raw, None, message.params)
    with lab.lock:
        exchange = lab.journal.begin(lab.clock.now, handler.route, arriving.open())
        exchange.faults = faults
        if lost == "request":
            exchange.lost, exchange.findings = lost, judge_request(handler.judge, arriving, lab.failures)
            lab.journal.finish(exchange, None)
        else:
            handler.respond(exchange, arriving)
            exchange.lost = exchange.lost or lost
    return exchange


def received_answer(exchange: Exchange) -> Answer | None:
    """What the sender gets back, if it comes whole."""
    return None if exchange.lost else exchange.answer
