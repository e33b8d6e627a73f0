"""Judges the messages of one operation by its contract, and by the data that the agreement allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from partnerlab.contract.data_scope import may_exceed, outside_scope
from partnerlab.contract.findings import Finding
from partnerlab.contract.http.body import Body
from partnerlab.contract.http.message import IN_JSON, JSON, Answer, OddQuery, Request
from partnerlab.contract.http.operation import Operation

Check = Callable[[Any], bool]

_REQUEST = 0
"""The key of the request where answers are known by their status."""

_REMEMBERED = 1_000
"""How much that was good beside a body a judge remembers: of a caller it is the same each time."""


class MessageJudge:
    """Holds both sides of an exchange against contract and agreement.

    Nearly every message keeps both, and one glance tells: at values that were good before, at what is known ahead of
    time. Whatever a glance does not pass is judged in full, which alone says what is wrong.
    """

    __slots__ = (
        "_agreement", "_answers", "_bodiless", "_fits", "_good", "_headers", "_identity", "_in_answer", "_in_request",
        "_named", "_open", "_query", "_unmarked", "operation",
    )  # fmt: skip

    def __init__(self, operation: Operation, agreement: dict[str, Any]) -> None:
        self.operation, self._agreement = operation, agreement
        self._in_request = frozenset() if operation.unknown else may_exceed(agreement, operation, "request")
        self._in_answer = may_exceed(agreement, operation, "answer")
        self._prepare()

    def _prepare(self) -> None:
        """Prepare the quick comparison with the last good message."""
        operation = self.operation
        self._named = ["content-type", *(each.key for each in operation.parameters if each.place == "header")]
        self._good: set[tuple[object, ...]] = set()
        self._headers: Mapping[str, str] | None = None
        self._query: Mapping[str, str] | None = None
        bound = any(parameter.binds_body for parameter in operation.parameters)  # no glance tells of which body it is
        self._bodiless = not bound and not (operation.request and operation.body_required)
        self._fits = _never if bound else _json_alone(operation.request) or _never
        marked = operation.marked_in_request(self._in_request)
        self._unmarked = _never if marked is None else marked.isdisjoint
        plain = {} if self._in_answer else operation.answers
        checks = {status: _json_alone(plain[status]) for status in plain.keys() - operation.answer_headers.keys()}
        self._identity, self._open = operation.answer_identity, operation.open_lists
        self._answers = {status: check for status, check in checks.items() if check}

    def request(self, message: Request) -> list[Finding]:
        """The findings of a request."""
        body = message.body
        same = message.headers is self._headers and message.query == self._query
        if (same or self._was_good(message)) and type(message.query) is not OddQuery:
            if not message.raw:
                if self._bodiless:
                    return []
            elif type(body) is dict and self._fits(body) and self._unmarked(body):
                return self.operation.unknown_codes(message) if _REQUEST in self._open else []
        return self._judged_in_full(message)

    def _was_good(self, message: Request) -> bool:
        """Whether all that stands beside the body was good before, if not in the last message."""
        if self._beside(message) not in self._good:
            return False
        self._headers, self._query = message.headers, message.query
        return True

    def _beside(self, message: Request) -> tuple[object, ...]:
        return (*map(message.headers.get, self._named), *message.query.items())

    def _judged_in_full(self, message: Request) -> list[Finding]:
        found = self.operation.judge_request(message)
        if self._in_request and self._may_carry(message):
            personal = self.operation.personal_in_request(message, self._in_request)
            found += outside_scope(self._agreement, self.operation.id, "request", personal)
        as_ever = bool(message.raw) == bool(self.operation.request)  # without its body a wrong media type harms nobody
        if not found and as_ever and self.operation.static:
            if len(self._good) >= _REMEMBERED:
                self._good.clear()
            self._good.add(self._beside(message))
        return found

    def _may_carry(self, message: Request) -> bool:
        """Whether there is anything to look for, as far as names tell."""
        body = message.body
        return type(body) is not dict or type(message.query) is OddQuery or not self._unmarked(body)

    def answer(self, message: Answer, asked: Request | None = None) -> list[Finding]:
        """The findings of an answer, which must be about the person or thing `asked` for; it is judged once."""
        if message.judged is not None:
            return message.judged
        body = message.body
        if message.headers is IN_JSON and message.raw and body is not None:
            check = self._answers.get(message.status)
            if check is not None and check(body):
                identity = self._identity.get(message.status)
                found = identity.judge(asked, body) if identity and asked else []
                return found + self.operation.unknown_codes(message) if message.status in self._open else found
        found = self.operation.judge_answer(message)
        if self._in_answer and (personal := self.operation.personal_in_answer(message, self._in_answer)):
            found += outside_scope(self._agreement, self.operation.id, "answer", personal)
        identity = self._identity.get(message.status)
        return found + identity.judge(asked, message.body) if identity and asked else found


def _json_alone(kinds: dict[str, Body]) -> Check | None:
    """The check of a body that can only be JSON, if there is one."""
    body = kinds.get(JSON) if len(kinds) == 1 else None
    return body.validator.is_valid if body and body.validator else None


def _never(body: Any) -> bool:
    return False
