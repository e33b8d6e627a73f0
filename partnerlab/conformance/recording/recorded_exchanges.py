"""A recording: masked exchanges, kept as events and as a state in which a simulator answers the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partnerlab.conformance.recording.masked_exchange import ExchangeMask
from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.recorded.recorded_answers import RecordedAnswer, question_of

STATE = "recorded"

Event = dict[str, Any]


class Recording:
    """The exchanges of one recording. It keeps no real value.

    It counts those of no contract (`unknown`), those that broke theirs (`broken`), and answers that do so only since
    they are masked (`bent`). `lab` is one beside that in which the exchanges are made.
    """

    def __init__(self, lab: Lab) -> None:
        self._lab, self._mask, self._partners = lab, ExchangeMask(lab), lab.kit.partners
        self.events: list[Event] = []
        self._answers: dict[str, list[RecordedAnswer]] = {}
        self.unknown = self.broken = self.bent = 0

    def add(self, exchange: Exchange) -> None:
        """Mask an exchange that is over, and keep it."""
        asked, came = self._mask.masked(exchange)
        self.events.append(_event(exchange, asked, came))
        self.broken += any(not finding.notice for finding in exchange.findings)
        if exchange.contract is None:
            self.unknown += 1
        elif came is not None and exchange.receiver in self._partners:
            self.bent += self._breaks_now(exchange, exchange.contract, asked, came)
            answer = RecordedAnswer(
                exchange.operation, question_of(exchange.contract, asked), came.status,
                came.headers.get("content-type"), came.raw.decode("utf-8"),
            )  # fmt: skip
            self._answers.setdefault(exchange.receiver, []).append(answer)

    def _breaks_now(self, exchange: Exchange, operation: Operation, asked: Request, came: Answer) -> bool:
        """Whether an answer kept the contract, and its masked form does not."""
        findings = self._lab.judge(self._partners[exchange.receiver], operation).answer(came, asked)
        kept = all(finding.notice or finding.side == "request" for finding in exchange.findings)
        return kept and any(not finding.notice for finding in findings)

    def states(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The recorded state of each partner that answered, in the form of a `states.yaml`."""
        for partner, answers in self._answers.items():
            title = {"en": "The partner answers as it was recorded", "th": "คู่ค้าตอบตามที่บันทึกไว้"}
            state = {"title": title, "answers": [answer.as_dict() for answer in answers]}
            yield partner, {"states": {STATE: state}}


def _event(exchange: Exchange, asked: Request, came: Answer | None) -> Event:
    """An exchange as a report has it; of a finding only place and rule, for its text quotes real values."""
    return {
        "event": "exchange", "number": exchange.number, "parent": None, "left": exchange.left.isoformat(),
        "answered": exchange.answered.isoformat() if exchange.answered else None, "sender": exchange.sender,
        "receiver": exchange.receiver, "via": exchange.via, "operation": exchange.operation, "channel": "http",
        "request": _message(asked) | {"line": asked.line}, "lost": exchange.lost, "faults": [],
        "answer": _message(came) | {"status": came.status} if came is not None else None,
        "findings": [{"where": finding.where, "rule": finding.rule} for finding in exchange.findings],
    }  # fmt: skip


def _message(message: Request | Answer) -> Event:
    return {
        "headers": dict(message.headers), "body": message.raw.decode("utf-8"), "size": len(message.raw),
        "media": message.media,
    }  # fmt: skip
