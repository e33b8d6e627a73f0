"""The server that partners' own clients call: it judges and journals each request and forwards it to the system."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from partnerlab.contract.findings import Finding
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.operation import UNKNOWN
from partnerlab.contract.personal_data import unknown_fields
from partnerlab.lab.channels.channel import Unreachable
from partnerlab.lab.channels.socket_http import PATIENCE
from partnerlab.lab.exchange.guarded_judge import judge_answer, judge_request
from partnerlab.lab.exchange.size_limits import WrongSize
from partnerlab.lab.exchange.wsgi_request import from_environ, head, whole_of
from partnerlab.lab.front.callers import Caller, Callers, sends_to
from partnerlab.lab.front.forwarder import Forwarder, PassedAnswer, target_of
from partnerlab.lab.journal import Exchange, Route
from partnerlab.lab.lab import Lab
from partnerlab.lab.our_side import SYSTEMS
from partnerlab.lab.system_under_test import HOOKS, is_nobody

_BAD_GATEWAY, _NOT_FOUND = 502, 404


def system_fronts(lab: Lab) -> dict[str, SystemFront]:
    """One for each system of ours that some partner calls."""
    return {name: SystemFront(lab, name) for name in SYSTEMS if sends_to(lab, name)}


class SystemFront:
    """Stands in front of one system of ours, wherever it listens now. The test hooks are not reached through it."""

    def __init__(self, lab: Lab, system: str) -> None:
        self._lab, self.system = lab, system
        self._forwarder = Forwarder(PATIENCE)
        lab.resources.callback(self._forwarder.close)

    @cached_property
    def _callers(self) -> Callers:
        return Callers(self._lab, self.system)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            message = from_environ(environ, largest=self._lab.limits.body)
        except WrongSize as bad:
            return self._refuse(environ, start_response, bad)
        if message.path.startswith(HOOKS):
            told = f"the test hooks are called at the {self.system} itself, not through the lab"
            return _say(start_response, _NOT_FOUND, told, message.path)
        passage = _Passage(self._lab, self.system, message, self._chosen(message))
        system = self._lab.systems[self.system]
        try:
            if is_nobody(system):
                raise Unreachable(f"the lab was not told where the {self.system} listens; {_CONNECT}")
            answer = self._forwarder.call(system.channel.where, message, target_of(environ))
        except Unreachable as bad:
            passage.lose()
            return _say(start_response, _BAD_GATEWAY, f"the {self.system} was not reached: {bad}", message.path)
        finally:
            system.was_called()
        start_response(answer.line, answer.headers)
        return passage.carry(answer)

    def _refuse(self, environ: dict[str, Any], start_response: Any, bad: WrongSize) -> list[bytes]:
        """A body that goes no further: the journal says how large it is, and keeps what was read of it."""
        message = from_environ(whole_of(environ, bad.raw))
        _Passage(self._lab, self.system, message, self._chosen(message)).refuse(bad)
        return _say(start_response, bad.status, bad.told, str(bad))

    def _chosen(self, message: Request) -> Caller | None:
        with self._lab.lock:  # contracts are read at the first call
            return self._callers.choose(message)


_CONNECT = "start the lab with --cis URL (or --rwc URL), or say so by PUT /__lab/systems"


class _Passage:
    """One exchange on its way through."""

    def __init__(self, lab: Lab, system: str, message: Request, caller: Caller | None) -> None:
        self._lab, self._message, self._caller = lab, message, caller
        self._judge = lab.judge(caller.partner, caller.operation) if caller else None
        with lab.lock:
            self._exchange = self._begun(system)
            self._exchange.own_client = True

    def _begun(self, system: str) -> Exchange:
        caller, message = self._caller, self._message
        if caller is None or self._judge is None:
            exchange = self._lab.begin(Route(UNKNOWN, system, UNKNOWN), message)
            exchange.carries(unknown_fields(message))
            exchange.masked = f"({len(message.raw)} bytes of which no contract says what they are)"
            expected = "an operation that a partner's contract has"
            exchange.findings.append(Finding("request", "path", "undocumented operation", expected, message.line))
            return exchange
        via, operation = caller.partner.sends_through, caller.operation
        exchange = self._lab.begin(Route(caller.sender, system, operation.id, via, operation), message)
        exchange.findings = judge_request(self._judge, message, self._lab.failures)
        return exchange

    def carry(self, answer: PassedAnswer) -> Iterator[bytes]:
        """The parts of the answer as they come; it stands in the journal before the caller has the last one."""
        limit, kept, last = self._lab.limits.body, bytearray(), b""
        ended = False
        try:
            for part in answer.parts():
                if len(kept) <= limit:
                    kept += part
                if last:
                    yield last
                last = part
            ended = True
            self._finish(answer.judged_from(bytes(kept), limit))
            yield last
        except Unreachable as bad:
            self.lose()
            yield last
            raise ConnectionAbortedError(str(bad)) from None
        finally:
            if not ended and not self._exchange.lost:  # the caller has gone
                self.lose()

    def _finish(self, came: Answer) -> None:
        lab, exchange = self._lab, self._exchange
        with lab.lock:
            if self._judge is None:
                exchange.came = _told_by_size(came)
            else:
                exchange.findings += judge_answer(self._judge, came, self._message, lab.failures)
                exchange.came = came
            lab.finish(exchange, lab.clock.now)

    def refuse(self, bad: WrongSize) -> None:
        """It goes no further."""
        self._exchange.findings = [Finding("request", "body", bad.rule, bad.expected, str(bad))]
        self._exchange.lost = "request"
        self._lab.finish(self._exchange, None)

    def lose(self) -> None:
        """No answer came back, or not all of it."""
        self._exchange.lost = "answer"
        self._lab.finish(self._exchange, None)


def _told_by_size(came: Answer) -> Answer:
    """An answer that is journalled by its size alone, because personal data in it cannot be located."""
    told = f"({len(came.raw)} bytes of which no contract says what they are)"
    return Answer(came.status, {"content-type": "text/plain; charset=utf-8"}, told.encode()).seal()


def _say(start_response: Any, status: int, message: str, seen: str) -> list[bytes]:
    """An answer of the lab itself."""
    raw = wire.json_bytes({"Message": message, "seen": seen, "from": "partnerlab"})
    line, headers = head(status, len(raw), wire.IN_JSON)
    start_response(line, [*headers])
    return [raw]
