"""Carry a partner's message through its gateway: forwarded, and subject to the gateway's faults."""

from __future__ import annotations

import math
from collections.abc import Callable

from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab.faults.fault import Fault
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner import Partner

FORWARD = "forward"


class GatewayPassage:
    """One message on its way through a gateway, or straight where the partner has none."""

    def __init__(self, lab: Lab, partner: Partner) -> None:
        self._lab, self._partner, self.gateway = lab, partner, partner.sends_through
        self._faults: list[Fault] = []

    def forward(self, message: Request) -> Request:
        """The message as it arrives: the gateway adds what is its own."""
        if self.gateway is None:
            return message
        gateway, lab = self._lab.kit.partner(self.gateway), self._lab
        message = gateway.functions[FORWARD](lab.partner_worlds[gateway.name], self._partner.name, message)
        self._faults = lab.faults.strike(gateway.name, FORWARD, "forward")
        for fault in self._faults:
            message = fault.kind.apply(message, **fault.words)
        self._faults += lab.faults.strike(gateway.name, FORWARD, "answer")
        return message

    def note_faults(self, exchange: Exchange) -> None:
        """Journal the faults that struck; findings that they caused are excused."""
        exchange.faults += tuple(fault.name for fault in self._faults)
        for fault in self._faults:
            if fault.breaks_contract:
                exchange.excused |= {"request" if fault.kind.place == "forward" else "answer"}

    def carry(self, exchange: Exchange, call: Callable[[], Answer | None]) -> Answer | None:
        """What the sender gets back, after `call` has reached the receiver or a fault of the gateway has answered."""
        around = [fault for fault in self._faults if fault.kind.place == "answer"]
        if not around:
            return call()
        reached = False

        def onward() -> Answer | None:
            nonlocal reached
            reached = True
            return call()

        answer = self._lab.faults.around(onward, around)()
        exchange.lost = exchange.lost or (None if reached else "request")
        return self._in_time(exchange, answer)

    def _in_time(self, exchange: Exchange, answer: Answer | None) -> Answer | None:
        """The answer, if it comes whole while the sender waits; waiting costs virtual time."""
        delay = math.inf if answer is None else answer.delay
        self._lab.clock.elapse(min(delay, self._lab.patience))
        if answer is None or delay >= self._lab.patience or answer.breaks is not None:
            exchange.lost = exchange.lost or "answer"
            return None
        return answer.open()
