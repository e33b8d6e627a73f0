"""Rules between fields of a detail: `requires` (one value demands another) and `unique` (a value occurs once)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from partnerlab.contract.files.field_types.field_type import FieldError
from partnerlab.contract.files.fixed_width.record_format import RecordFormat
from partnerlab.contract.files.layout_model import Field, LayoutModel, Requirement


class Misfit(NamedTuple):
    """A field that does not hold what others demand of it; without `seen` its own content is shown."""

    field: Field
    rule: str
    expected: str
    seen: str = ""


class RecordTies:
    """The ties of one file's details, as they come. It remembers a number for each value that must be unique."""

    def __init__(self, model: LayoutModel, detail: RecordFormat) -> None:
        self._model, self._detail = model, detail
        self._lines: dict[int, int] = {}

    def misfits(self, line: bytes, number: int, wrong: frozenset[str]) -> Iterator[Misfit]:
        """What is wrong with a detail on that line, leaving alone the fields that are `wrong` by themselves."""
        for requirement in self._model.requires:
            involved = {*requirement.when, requirement.field, requirement.equals} - {""}
            if not involved & wrong and not self._holds(requirement, line):
                field = self._detail.record.named(requirement.field)
                yield Misfit(field, "requires", _demand(requirement))
        for names in self._model.unique:
            if not wrong.intersection(names):
                yield from self._repeated(line, number, names)

    def _holds(self, requirement: Requirement, line: bytes) -> bool:
        for name, codes in requirement.when.items():
            if self._text(line, name) not in codes:
                return True
        if requirement.equals:
            return self._value(line, requirement.field) == self._value(line, requirement.equals)
        if requirement.among:
            return self._text(line, requirement.field) in requirement.among
        field, text = self._detail.record.named(requirement.field), self._text(line, requirement.field)
        is_zero = not text.strip("0")
        if requirement.state == "zero":
            return bool(text) and is_zero
        is_empty = not text or (is_zero and "zeros" in field.empty)
        return is_empty == (requirement.state == "empty")

    def _repeated(self, line: bytes, number: int, names: tuple[str, ...]) -> Iterator[Misfit]:
        fields = [self._detail.record.named(name) for name in names]
        first = self._lines.setdefault(hash((names, *(field.of(line) for field in fields))), number)
        if first != number:
            yield Misfit(fields[0], "unique", f"{' with '.join(names)} once in a file", f"again, first on line {first}")

    def _text(self, line: bytes, name: str) -> str:
        field = self._detail.record.named(name)
        return field.of(line).decode(self._model.lines.encoding, "replace").strip()

    def _value(self, line: bytes, name: str) -> object:
        try:
            return self._detail.types[name].decode(self._detail.record.named(name).of(line))
        except FieldError:  # told already
            return None


def _demand(requirement: Requirement) -> str:
    """`the same as amount while status is 1000`."""
    demanded = requirement.state or f"one of {', '.join(requirement.among)}"
    if requirement.equals:
        demanded = f"the same as {requirement.equals}"
    when = " and ".join(f"{name} is {' or '.join(codes)}" for name, codes in requirement.when.items())
    return f"{demanded} while {when}"
