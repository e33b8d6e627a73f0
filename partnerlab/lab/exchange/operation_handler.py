"""Answer a request to a partner: gateway, faults, the simulator's function, and the judge on both sides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from partnerlab.contract.findings import Finding, failures
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.judge import MessageJudge
from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.exchange.guarded_judge import judge_answer, judge_request
from partnerlab.lab.fast_path.remembered_answers import recall
from partnerlab.lab.journal import Exchange, Route
from partnerlab.lab.lab import Lab
from partnerlab.lab.message_times.lab_time import LAB_TIME
from partnerlab.lab.partners.partner import Ask, Partner
from partnerlab.lab.recorded.recorded_answers import ANSWERS, recorded_answer

SIMULATOR_FAILED = 599

TOLERATED = ("undocumented parameter", "outside the agreed data")
"""Broken promises that a partner would not notice, or not mind; the journal does."""


class OperationHandler:
    """One operation of a partner, as it is answered through `gateway` (the partner itself, if it has none).

    Our side asks it, or with `ask` another partner, whose agreement then says which data may travel. Whatever does not
    change from call to call is bound ahead of time; judge and functions when it is first called.
    """

    def __init__(
        self, lab: Lab, gateway: Partner, partner: Partner, operation: Operation, ask: Ask | None = None
    ) -> None:
        self._lab, self._gateway, self._partner, self.operation = lab, gateway, partner, operation
        self._name, self._via, self._ask = partner.name, None if gateway is partner else gateway.name, ask
        sender = ask.sender if ask else partner.system
        self.route = Route(sender, partner.name, operation.id, self._via, operation)
        self._inner_gateways = partner.gateways[1:] if self._via else partner.gateways
        self._guarded = self._via is not None or bool(self._inner_gateways)
        self._in_json = operation.in_json
        self._recalls = operation.read_only and ask is None and operation.named_by_query
        self._timed = operation.timed
        self._judge: MessageJudge | None = None
        self._functions: dict[str, dict[str, Callable[..., Any]]] = {}
        self._own: dict[str, Callable[..., Any]] = {}

    def answer(self, message: Request, patience: float | None = None) -> Answer | None:
        """The answer to this request; None is silence."""
        lab = self._lab
        with lab.lock:
            return self.respond(lab.journal.begin(lab.clock.now, self.route, message), message, patience)

    def respond(self, exchange: Exchange, message: Request, patience: float | None = None) -> Answer | None:
        """Answer an exchange that has begun, and finish it; the caller holds the lab's lock."""
        lab = self._lab
        judge, journal, clock = self._judge or self._bound(), lab.journal, lab.clock
        exchange.findings = judge_request(judge, message, lab.failures)
        try:
            answer = self._with_faults(exchange) if lab.faults.listed else self._encoded(self._found(exchange))
        except Exception as bad:  # the simulator's own mistake, whatever it is, must never look like an answer
            answer = self._failed(bad)
        came = answer
        if answer is None or answer.delay or answer.breaks is not None:
            answer, came = self._on_the_way(exchange, answer, patience or lab.patience)
        if came is not None:
            exchange.came = came
            if found := judge_answer(judge, came, message, lab.failures):
                exchange.findings += found
            if self._timed:
                came.headers = {**came.headers, LAB_TIME: clock.now.isoformat()}
            came.body, came.sealed = None, True  # as `seal` does, which is a call more
        journal.finish(exchange, None if exchange.lost else clock.now)
        if message.raw:  # whoever listens finds the body as it was read
            message.body, message.sealed = None, True
        return answer

    @property
    def judge(self) -> MessageJudge:
        """The judge of this operation's messages."""
        return self._judge or self._bound()

    def _bound(self) -> MessageJudge:
        """Bind the judge and the functions of the partner and of the gateways before it."""
        lab, ask = self._lab, self._ask
        self._judge = MessageJudge(self.operation, ask.scope) if ask else lab.judge(self._partner, self.operation)
        asked = (self._partner, self._gateway, *lab.kit.before(self._partner))
        self._functions = {partner.name: partner.functions for partner in asked}
        self._own = self._partner.functions
        return self._judge

    def _with_faults(self, exchange: Exchange) -> Answer | None:
        faults = self._lab.faults
        struck = faults.strike(self._partner.name, self.operation.id, "answer")
        for gate in self._lab.kit.before(self._partner):
            struck += faults.strike(gate.name, "admit", "answer")
        exchange.faults += tuple(fault.name for fault in struck)
        if any(fault.breaks_contract for fault in struck):
            exchange.excused |= {"answer"}
        answer = faults.around(lambda: self._encoded(self._found(exchange)), struck)()
        if answer is None:
            return None
        answer.judged = None
        return self._encoded(answer)

    def _failed(self, bad: Exception) -> Answer:
        self._lab.failures.add(f"{self._name}.{self.operation.id}", bad)
        told = {"Message": f"simulator of {self._partner.name} failed: {bad!r}"}
        return self._encoded((told, SIMULATOR_FAILED))

    def _found(self, exchange: Exchange) -> Any:
        """The partner's answer to a call that reaches it, else that of the gateway that stops it."""
        lab, message = self._lab, exchange.sent
        if self._guarded or exchange.findings or lab.real_partners:
            stopped = self._stopped(exchange)
            if stopped is not None:
                return stopped
        function, world = self._own[self.operation.id], lab.partner_worlds[self._name]
        if ANSWERS in world.facts and (answer := recorded_answer(world, self.operation, message)):
            return answer
        if self._recalls:  # of what another partner asks, its own judge is asked
            return recall(function, world, message, self._judged)
        return function(world, message)

    def _stopped(self, exchange: Exchange) -> Any:
        """The answer of a gateway that stops the call, or of a real partner in place of both.

        A real partner is sent only what breaks nothing at all.
        """
        lab, message = self._lab, exchange.sent
        real = lab.real_partners.towards(self._gateway, self._partner) if lab.real_partners else None
        if self._via is not None and (refusal := self._refusal(self._via, message)) is not None:
            return refusal
        if exchange.findings:
            broken = [finding for finding in failures(exchange.findings) if real or finding.rule not in TOLERATED]
            if broken:
                return self._refused(broken[0])
        if real:
            return lab.real_partners.ask(real, message)
        refusals = (self._refusal(gateway, message) for gateway in self._inner_gateways)
        return next((refusal for refusal in refusals if refusal is not None), None)

    def _refused(self, finding: Finding) -> Any:
        """The answer to a call that breaks the contract, from the simulator's own `refuse` if it has one."""
        refuser = self._partner if self.operation.unknown and "refuse" in self._own else self._gateway
        return refuser.functions["refuse"](self._lab.partner_worlds[refuser.name], finding)

    def _refusal(self, gate: str, message: Request) -> Any:
        """What somebody before the partner says of a call that may not pass; a real one says it itself."""
        lab = self._lab
        return None if gate in lab.real_partners else self._functions[gate]["admit"](lab.partner_worlds[gate], message)

    def _judged(self, found: Any, asked: Request) -> Answer:
        answer = self._encoded(found)
        answer.judged = (self._judge or self._bound()).answer(answer, asked)
        return answer

    def _encoded(self, found: Any) -> Answer:
        """The answer as bytes, which alone count where its media type turns a body into something else."""
        if type(found) is Answer:
            return found if found.sealed else self._encoded_as_told(found)
        body, status = found, 200
        if type(found) is tuple and len(found) == 2:
            body, status = found
        if (type(body) is dict or type(body) is list) and status in self._in_json:  # nearly every answer
            return Answer(status, wire.IN_JSON, wire.json_bytes(body), body)
        return self._encoded_as_told(as_answer(found))

    def _encoded_as_told(self, answer: Answer) -> Answer:
        """Under the media type that the partner or else the contract says, if there is anything to encode."""
        body = answer.body
        if answer.raw or body is None:
            return answer.seal() if answer.raw else answer
        media = answer.headers.get("content-type") or self.operation.media_for(answer.status, body)
        answer.headers = {**answer.headers, "content-type": media}
        answer.raw = wire.encode(body, wire.media_type(media))
        return answer.seal()

    def _on_the_way(self, exchange: Exchange, answer: Answer | None, patience: float) -> tuple[Answer | None, ...]:
        """The answer that the asker waits for, which costs it virtual time; and what comes through of it."""
        if answer is None or answer.delay:
            answer = None if answer is None or answer.delay >= patience else answer
            self._lab.clock.elapse(patience if answer is None else answer.delay)
        line = answer.breaks if answer is not None else None
        if answer is None or line is not None:
            exchange.lost = "request" if line is not None and line.how == "refused" else "answer"
        return answer, None if line is not None and line.after is None else answer


def as_answer(found: Any) -> Answer:
    """What a simulator function returned: a body, also with a status, also with headers."""
    if type(found) is not tuple:
        return Answer(200, wire.NOTHING, b"", found)
    body, status, *rest = found
    return Answer(status, wire.lower(rest[0]) if rest else wire.NOTHING, b"", body)
