"""Rules between fields of a detail: `requires` (one value demands another) and `unique` (a value occurs once)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from partnerlab.contract.files.layout_model import LayoutModel, Requirement

_ZERO = re.compile("-?0+([.]0+)?")


class Row(Protocol):
    """A detail: columns of a record, or the cells of a line."""

    def text(self, name: str) -> str:
        """What a field holds, without what fills it up."""

    def value(self, name: str) -> object:
        """What that says; the same for two fields that say the same."""


class Misfit(NamedTuple):
    """A field whose value another field forbids; a finding shows `seen`, or without it the field's own value."""

    field: str
    rule: str
    expected: str
    seen: str = ""


class FieldTies:
    """The ties of one file's details, as they come. It remembers a number for each value that must be unique."""

    def __init__(self, model: LayoutModel) -> None:
        self._model, self._detail = model, model.records["detail"]
        self._lines: dict[int, int] = {}

    def misfits(self, row: Row, number: int, wrong: frozenset[str]) -> Iterator[Misfit]:
        """What is wrong with a detail on that line, leaving alone the fields that are `wrong` by themselves."""
        for requirement in self._model.requires:
            involved = {*requirement.when, *requirement.unless, requirement.field, requirement.equals} - {""}
            if not involved & wrong and not self._holds(requirement, row):
                yield Misfit(requirement.field, "requires", _demand(requirement))
        for names in self._model.unique:
            if not wrong.intersection(names):
                yield from self._repeated(row, number, names)

    def _holds(self, requirement: Requirement, row: Row) -> bool:
        if not all(row.text(name) in codes for name, codes in requirement.when.items()):
            return True
        if requirement.unless and all(row.text(name) in codes for name, codes in requirement.unless.items()):
            return True
        if requirement.equals:
            return row.value(requirement.field) == row.value(requirement.equals)
        field, text = self._detail.named(requirement.field), row.text(requirement.field)
        if requirement.among:
            return text in requirement.among
        is_zero = _ZERO.fullmatch(text) is not None
        if requirement.state == "zero":
            return is_zero
        is_empty = not text or (is_zero and "zeros" in field.empty)
        return is_empty == (requirement.state == "empty")

    def _repeated(self, row: Row, number: int, names: tuple[str, ...]) -> Iterator[Misfit]:
        first = self._lines.setdefault(hash((names, *(row.text(name) for name in names))), number)
        if first != number:
            yield Misfit(names[0], "unique", f"{' with '.join(names)} once in a file", f"again, first on line {first}")


def _demand(requirement: Requirement) -> str:
    """`the same as amount while status is 1000`."""
    demanded = requirement.state or f"one of {', '.join(requirement.among)}"
    if requirement.equals:
        demanded = f"the same as {requirement.equals}"
    told = [f"{demanded} while {_codes(requirement.when)}"] if requirement.when else [demanded]
    return " unless ".join([*told, _codes(requirement.unless)] if requirement.unless else told)


def _codes(where: Mapping[str, tuple[str, ...]]) -> str:
    return " and ".join(f"{name} is {' or '.join(codes)}" for name, codes in where.items())
