"""The judge of what passes in one operation: its contract, and the agreement that says which data it may carry."""

from __future__ import annotations

from typing import Any

from partnerlab.contract.findings import Finding
from partnerlab.contract.message import Answer, Request
from partnerlab.contract.operation import Operation
from partnerlab.contract.scope import may_exceed, outside_scope


class Judge:
    """Holds both sides of an exchange against contract and agreement.

    What could leave the agreement is known ahead: only that is looked for.
    """

    __slots__ = ("_agreement", "_in_answer", "_in_request", "_marked", "operation")

    def __init__(self, operation: Operation, agreement: dict[str, Any]) -> None:
        self.operation, self._agreement = operation, agreement
        self._in_request = may_exceed(agreement, operation, "request")
        self._marked = operation.marked_in_request(self._in_request)
        self._in_answer = may_exceed(agreement, operation, "answer")

    def request(self, message: Request) -> list[Finding]:
        """What a request breaks."""
        found = self.operation.judge_request(message)
        if self._in_request and self._may_carry(message.body):
            personal = self.operation.personal_in_request(message, self._in_request)
            found += outside_scope(self._agreement, self.operation.id, "request", personal)
        return found

    def _may_carry(self, body: Any) -> bool:
        """Whether there is anything to look for, as far as names tell."""
        return self._marked is None or type(body) is not dict or not self._marked.isdisjoint(body)

    def answer(self, message: Answer, asked: Request) -> list[Finding]:
        """What an answer to this request breaks; it is judged once."""
        if message.judged is not None:
            return message.judged
        found = self.operation.judge_answer(message, asked)
        if self._in_answer and (personal := self.operation.personal_in_answer(message, self._in_answer)):
            found += outside_scope(self._agreement, self.operation.id, "answer", personal, asked.query)
        return found
