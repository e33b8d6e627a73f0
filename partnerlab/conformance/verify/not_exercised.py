"""Operations that a run never called, and documented statuses that never came."""

from __future__ import annotations

from collections.abc import Iterable

from partnerlab.contract.http.operation import Operation


def not_exercised(operations: Iterable[Operation], seen: set[tuple[str, int]]) -> list[str]:
    """An operation without statuses was never asked; one with statuses was asked, and those never came."""
    return [text for operation in operations if (text := _missing(operation, seen))]


def _missing(operation: Operation, seen: set[tuple[str, int]]) -> str:
    statuses = [status for status in sorted(operation.answers) if (operation.id, status) not in seen]
    if not any(name == operation.id for name, _ in seen):
        return operation.id
    return f"{operation.id} ({', '.join(map(str, statuses))})" if statuses else ""
