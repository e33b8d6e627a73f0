"""An answer as a pact records it, which is a part of a whole one: only what its consumer reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from partnerlab.contract.findings import Finding
from partnerlab.contract.http.message import Answer
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.schema_walker import ALTERNATIVES

_ABSENCE = frozenset({"required", "dependentRequired", "minProperties"})


def without_absences(operation: Operation, answer: Answer, findings: Iterable[Finding]) -> list[Finding]:
    """The findings about what stands in the answer; what is not there, its consumer does not read."""
    if not answer.raw:
        return [finding for finding in findings if (finding.where, finding.rule) != ("body", "required")]
    body = (operation.answers.get(answer.status) or {}).get(answer.media)
    errors = list(body.validator.iter_errors(answer.body)) if body and body.validator else []
    absent = {(_place(error), error.kind.name) for error in errors if _is_absence(error)}
    absent |= set(_left_unevaluated(errors, {place for place, _ in absent}))
    return [finding for finding in findings if (finding.where, finding.rule) not in absent]


def _left_unevaluated(errors: Iterable[Any], incomplete: set[str]) -> Iterator[tuple[str, str]]:
    """Fields that a part of a schema knows which did not hold, because something else of it is missing."""
    for error in errors:
        if error.kind.name == "unevaluatedProperties" and (place := _place(error)) in incomplete:
            for name in error.kind.as_dict()["unexpected"]:
                yield f"{place}/{name}", "undocumented field"


def _is_absence(error: Any) -> bool:
    """Whether an error is only that something is missing; of alternatives, that one lacks nothing but that."""
    name = error.kind.name
    if name not in ALTERNATIVES:
        return name in _ABSENCE
    tried = error.kind.as_dict().get("context") or []
    return not tried or any(map(_only_lacks, tried))


def _only_lacks(errors: list[Any]) -> bool:
    """Whether an alternative fails for what is missing alone, and for what cannot be evaluated because of that."""
    others = [error for error in errors if not _is_absence(error)]
    lacking = {_place(error) for error in errors if _is_absence(error)}
    return all(error.kind.name == "unevaluatedProperties" and _place(error) in lacking for error in others)


def _place(error: Any) -> str:
    return "/".join(["body", *(str(part) for part in error.instance_path)])
