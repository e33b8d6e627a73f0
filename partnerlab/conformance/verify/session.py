"""Talk to an implementation under verification. Every exchange is judged, recorded and reported; a request that
breaks the contract is never sent.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import replace
from typing import Any

from partnerlab.conformance import check_events
from partnerlab.conformance.call_credentials import CallCredentials
from partnerlab.conformance.check_events import Event
from partnerlab.conformance.check_result import CheckResult
from partnerlab.conformance.verify.connection import Connection
from partnerlab.conformance.verify.connection_errors import ConnectionFailed, UndecodableAnswer
from partnerlab.conformance.verify.foreign_answer import foreign_answer
from partnerlab.conformance.verify.wrong_address import is_undocumented, knows_contract, wrong_address_failure
from partnerlab.contract.findings import Finding, failures
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.personal_data import SECRET, PersonalField
from partnerlab.contract.redaction import cover_all_numbers, mask_all
from partnerlab.lab.exchange.guarded_judge import judge_answer, judge_request
from partnerlab.lab.journal import Exchange, Route
from partnerlab.lab.lab import Lab
from partnerlab.lab.message_times import wall_clock
from partnerlab.lab.partners.partner import Partner
from partnerlab.scenario.exchange_events import exchange_event
from partnerlab.scenario.runner import as_verdict
from partnerlab.scenario.step_text import OUR_SIDE
from partnerlab.scenario.verdicts import Fail, Text, Verdict

Step = tuple[Text, Callable[[], None]]


PARTNERS = {"request": "configuration", "answer": "partner"}
OURS = {"request": "simulator", "answer": "system_under_test"}
"""Whose fault a finding is: where a partner is asked, and where our side is in its name."""


class VerifySession:
    """One implementation and the results of its checks; `on_event` receives every event.

    It is the partner's, asked by our side, or with `sends` our side's, asked in the partner's name. `found`
    becomes true after the first answer that only an implementation of this contract could give. `ask_again` gets
    credentials anew, by name, that an operation has ended.
    """

    def __init__(
        self, lab: Lab, partner: Partner, peer: Connection, on_event: Callable[[Event], None], sends: bool = False
    ) -> None:
        self.lab, self.partner, self.peer, self.on_event = lab, partner, peer, on_event
        self.sends, self.blame = sends, OURS if sends else PARTNERS
        self.lab.message_times.real |= {partner.system} if sends else {partner.name, partner.behind or partner.name}
        self.outcomes: list[CheckResult] = []
        self.credentials: dict[str, str] = {}
        self.wrong_values: list[str] = []
        self.exchanges: list[Exchange] = []
        self.found = sends
        self.exercised: set[tuple[str, int]] = set()
        self.addresses: Mapping[str, str] = {}
        self.ask_again: Callable[[tuple[str, ...]], None] = lambda names: None
        self._accepted: str | None = None
        self._count = 0

    @property
    def secrets(self) -> list[PersonalField]:
        """The credentials, and the wrong ones made from them, to be masked wherever they occur."""
        wrong = [PersonalField("wrong credential", SECRET, value) for value in self.wrong_values]
        return [*(PersonalField(name, SECRET, value) for name, value in self.credentials.items()), *wrong]

    def check(self, name: str, title: Text, file: str, steps: Iterable[Step], proves: bool = True) -> CheckResult:
        """Go through the steps until one does not pass; whatever else is raised is the lab's own mistake."""
        begun, reached, verdict = time.perf_counter(), 0, None
        self.exchanges, self._count = [], 0
        self.on_event(check_events.check_started(name, title, file, self._parties()))
        for number, (text, act) in enumerate(steps, 1):
            if verdict:
                self.on_event(check_events.step_not_reached(name, number, "asks", text))
                continue
            self.on_event(check_events.step_started(name, number, "asks", text))
            reached, verdict = number, self._acted(act)
            self._tell_exchanges(name, number)
            self._tell_end(name, number, verdict)
        outcome = self._outcome(name, reached, verdict, time.perf_counter() - begun)
        outcome = replace(outcome, proves=proves)
        self.outcomes.append(outcome)
        self.on_event(check_events.check_finished(outcome))
        return outcome

    def ask(self, holder: Partner, operation: Operation, request: Request) -> Exchange:
        """Send a request and judge the answer. `Fail`: it must not be sent; `ConnectionFailed`: no answer came."""
        exchange = self.build_exchange(holder, operation, request)
        if broken := failures(exchange.findings):
            self.lab.finish(exchange, None)
            raise Fail(
                f"not sent, for it breaks the contract: {self._covered(exchange, str(broken[0]))}",
                f"ไม่ได้ส่ง เพราะคำขอไม่เป็นไปตามข้อกำหนดการเชื่อมต่อ: {self._covered(exchange, str(broken[0]))}",
                blame=self.blame["request"],
            )
        return self.deliver(holder, operation, exchange)

    def build_exchange(self, holder: Partner, operation: Operation, request: Request) -> Exchange:
        """An exchange that has not left yet, its request judged."""
        lab = self.lab
        ours = self.partner.system
        sender, receiver = (holder.name, ours) if self.sends else (ours, holder.name)
        via = self.partner.behind if holder is self.partner and not self.sends else None
        route = Route(sender, receiver, operation.id, via, operation)
        if self.sends:
            CallCredentials(lab).bind(holder, operation, request)
        exchange = lab.begin(route, request, wall_clock.real_now())
        exchange.recorded = True
        exchange.findings = judge_request(lab.judge(holder, operation), request, lab.failures)
        self.exchanges.append(exchange)
        return exchange

    def deliver(self, holder: Partner, operation: Operation, exchange: Exchange) -> Exchange:
        """Send the exchange and judge the answer. A connection failure is not an answer."""
        try:
            exchange.came = self.peer.send(self._addressed(operation, exchange.request))
        except (ConnectionFailed, UndecodableAnswer) as bad:
            exchange.lost = "answer"
            bad.blame = bad.blame or self.blame["answer"]
            raise
        finally:
            if exchange.answer is not None:
                judge = self.lab.judge(holder, operation)
                exchange.findings += judge_answer(judge, exchange.answer, exchange.request, self.lab.failures)
            self.lab.finish(exchange, None if exchange.lost else wall_clock.real_now())
        self.found = self.found or knows_contract(operation, exchange)
        if exchange.answer is not None:
            self.exercised.add((operation.id, 0 if is_undocumented(exchange) else exchange.answer.status))
            if exchange.answer.status < 300 and not operation.gives:
                self._accepted = operation.id
            if exchange.answer.status < 300 and operation.ends:
                self.ask_again(operation.ends)
        return exchange

    def _addressed(self, operation: Operation, request: Request) -> Request:
        """The request at the implementation's own path of the operation, where the bindings name one."""
        if operation.id not in self.addresses:
            return request
        found = copy(request)
        found.path = self.addresses[operation.id]
        return found

    def wrong_address_failure(self, operation: Operation, exchange: Exchange) -> Fail | None:
        """The failure to report if the answer came from a wrong address; None once the implementation was found."""
        path = self.addresses.get(operation.id, operation.path)
        return None if self.found else wrong_address_failure(self.peer.where, path, operation, exchange)

    def foreign_answer(self, operation: Operation, exchange: Exchange) -> Verdict | None:
        """The verdict on an answer that does not come from the operation; None if it does."""
        accepted = None if self.sends else self._accepted  # our side knows a partner by a key, which does not end
        return self.wrong_address_failure(operation, exchange) or foreign_answer(operation, exchange, accepted)

    def broken_contract(self, exchange: Exchange, en: str, th: str) -> Fail:
        """The failure of an answer against the contract, with its first finding."""
        broken, answer = failures(exchange.findings), exchange.answer
        first = self._covered(exchange, f": {_first(broken[0])}") if broken else ""
        return Fail(
            en + first,
            th + first,
            blame=self.blame["answer"],
            expected=self._covered(exchange, broken[0].expected) if broken else "a status below 300",
            actual=self._covered(exchange, broken[0].seen) if broken else str(answer and answer.status),
        )

    def drop_passed(self, exchange: Exchange) -> None:
        """Leave out an exchange that passed: generated requests are too many to report each."""
        self.exchanges.remove(exchange)
        self._count += 1

    def _acted(self, act: Callable[[], None]) -> Verdict | None:
        try:
            act()
        except Exception as bad:  # what is no verdict is ours to mend, and never to be mistaken for an answer
            verdict = as_verdict(bad)
            if verdict.word == "error" and verdict is not bad:
                verdict.actual = "".join(traceback.format_exception(bad))
            return verdict
        return None

    def _tell_exchanges(self, name: str, number: int) -> None:
        for exchange in self.exchanges:
            findings = [
                finding.as_dict() | {"excused": False, "blame": self.blame[finding.side]}
                for finding in exchange.findings
            ]
            told = exchange_event(self.lab, exchange, findings=findings, secrets=self.secrets)
            self.on_event({"event": "exchange", "scenario": name, "step": number} | told)
        self._count += len(self.exchanges)
        self.exchanges = []

    def _tell_end(self, name: str, number: int, verdict: Verdict | None) -> None:
        if verdict is None:
            self.on_event(check_events.step_finished(name, number))
            return
        told = {"reason": verdict.reason, "expected": verdict.expected, "actual": verdict.actual}
        covered: dict[str, Any] = cover_all_numbers(mask_all(told, self.secrets))
        self.on_event(check_events.step_finished(name, number, verdict.word, blame=verdict.blame, **covered))

    def _outcome(self, name: str, steps: int, verdict: Verdict | None, seconds: float) -> CheckResult:
        if verdict is None:
            return CheckResult(name, "pass", steps=steps, exchanges=self._count, seconds=seconds)
        reason = cover_all_numbers(mask_all(verdict.reason, self.secrets))
        return CheckResult(name, verdict.word, verdict.blame, reason, steps, self._count, seconds)

    def _parties(self) -> list[Event]:
        gateway = [self.partner.behind] if self.partner.behind and not self.sends else []
        names = [self.partner.name, *gateway]
        ours = check_events.party(self.partner.system, OUR_SIDE[self.partner.system], "system")
        return [ours, *(check_events.party(name, self.lab.kit.partner(name).title) for name in names)]

    def _covered(self, exchange: Exchange, text: str) -> str:
        covered: str = mask_all(text, exchange.personal + self.secrets)
        return covered


def _first(finding: Finding) -> str:
    """A finding as a reason quotes it; of bytes that do not decode it is what they are that tells what to mend."""
    told = f"{finding.side} {finding.where}: {finding.rule}"
    return f"{told}: seen {finding.seen}" if finding.rule == "does not decode" else told
