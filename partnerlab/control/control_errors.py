"""What cannot be done, told as all mistakes are: what was expected, what was seen, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from partnerlab.contract.findings import Finding
from partnerlab.suggestions import unknown_name_message

BAD_REQUEST, FORBIDDEN, NOT_FOUND, METHOD_NOT_ALLOWED, CONFLICT, SYSTEM_FAILED = 400, 403, 404, 405, 409, 502


@dataclass
class ControlError(Exception):
    """A request that is refused, with the status that says so."""

    status: int
    message: str
    do: str
    expected: str | None = None
    seen: str | None = None

    def __str__(self) -> str:
        return self.message

    def body(self) -> dict[str, Any]:
        return {"message": self.message, "expected": self.expected, "seen": self.seen, "do": self.do}


def require_known(kind: str, name: str, choices: Iterable[str], do: str) -> None:
    """Nothing, if the name is one of the choices."""
    known = sorted(choices)
    if told := unknown_name_message(kind, name, known):
        raise ControlError(NOT_FOUND, told, do, f"one of {', '.join(known)}", name)


def contract_error(finding: Finding, operation: str) -> ControlError:
    """A request that breaks the control's own contract."""
    message = f"{operation}: {finding.where}: {finding.rule}"
    do = f"send what the contract says of '{operation}': GET /__lab/openapi.json"
    return ControlError(BAD_REQUEST, message, do, finding.expected, finding.seen)
