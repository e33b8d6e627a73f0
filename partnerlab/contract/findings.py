"""A finding: one breach of a contract in one message, with its place, what was expected and what was seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeVar

Side = Literal["request", "answer"]
"""A file that is carried is a request without an answer."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of a contract in one message.

    `where` is a place a reader can find: `body/items/0/amount`, `query/CitizenID`, `line 7, columns 164-176 (amount)`.
    `rule` names the kind of promise (`pattern`, `required`, `undocumented status`, `outside the agreed data` …).
    A `notice` is worth a look and fails nothing.
    """

    side: Side
    where: str
    rule: str
    expected: str
    seen: str
    notice: bool = field(default=False, kw_only=True)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.side} {self.where}: {self.rule}: expected {self.expected}, seen {self.seen}"


Found = TypeVar("Found", bound=Finding)


def failures(findings: Iterable[Found]) -> list[Found]:
    """The findings that fail: all but the notices."""
    return [finding for finding in findings if not finding.notice]
