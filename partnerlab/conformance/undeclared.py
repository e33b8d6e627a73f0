"""Numbers of citizens in fields of an answer that its contract does not have, so that no mark says what they are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from partnerlab.conformance import walking
from partnerlab.contract.openapi import Operation
from partnerlab.contract.personal import PersonalField
from partnerlab.world.identifiers import compact, kind_of, with_check_digit


def undeclared(file: Path, operation: Operation, body: Any) -> list[PersonalField]:
    """Where they stand, with `file` as the document of the operation; a field of any other kind may always be more."""
    names = _names(file, operation.id)
    return [
        PersonalField(path, "identity", value)
        for path, name, value in _texts(body, "body", "")
        if name not in names and _of_a_citizen(compact(value))
    ]


@lru_cache(maxsize=64)
def _names(file: Path, operation: str) -> frozenset[str]:
    found = (data for _, _, data in walking.operations(file) if data["operationId"] == operation)
    return frozenset(place.name for data in found for place in walking.places(file, data) if place.side == "answer")


def _texts(value: Any, path: str, name: str) -> Iterator[tuple[str, str, str]]:
    """Every text with its path and the name of the field that it stands in, be it in a list there."""
    if isinstance(value, str):
        yield path, name, value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _texts(below, f"{path}/{key}", key)
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _texts(below, f"{path}/{index}", name)


def _of_a_citizen(text: str) -> bool:
    return len(text) == 13 and kind_of(text) == "pid" and with_check_digit(text[:12]) == text
