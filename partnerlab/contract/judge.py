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

    __slots__ = ("_agreement", "_in_answer", "_in_request", "operation")

    def __init__(self, operation: Operation, agreement: dict[str, Any]) -> None:
        self.operation, self._agreement = operation, agreement
        self._in_request = may_exceed(agreement, operation, "request")
        self._in_answer = may_exceed(agreement, operation, "answer")

    def request(self, message: Request) -> list[Finding]:
        """What a request breaks."""
        operation, sought = self.operation, self._in_request
        found = operation.judge_request(message)
        if sought and (personal := operation.personal_in_request(message, sought)):
            found += outside_scope(self._agreement, operation.id, "request", personal)
        return found

    def answer(self, message: Answer, asked: Request) -> list[Finding]:
        """What an answer to this request breaks; it is judged once."""
        if message.judged is not None:
            return message.judged
        found = self.operation.judge_answer(message, asked)
        if self._in_answer and (personal := self.operation.personal_in_answer(message, self._in_answer)):
            found += outside_scope(self._agreement, self.operation.id, "answer", personal, asked.query)
        return found
