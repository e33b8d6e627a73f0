"""Control totals: added up from the details, and compared with the trailer and with the answering file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

from partnerlab.contract.files.field_types.field_type import FieldError, FieldType
from partnerlab.contract.files.field_types.number_types import Amount, is_digit
from partnerlab.contract.files.field_types.text_types import Code
from partnerlab.contract.files.file_findings import FileFinding
from partnerlab.contract.files.fixed_width.record_format import RecordFormat
from partnerlab.contract.files.layout_model import Field, LayoutModel, RecordType, Total

Columns = Mapping[str, Sequence[bytes]]
Distinct = Mapping[str, set[bytes]]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The field that chooses which details count, and the bytes that let them."""

    field: Field
    codes: frozenset[bytes]


class RunningTotal:
    """One total as it grows. `unreadable` counts details that could not be added."""

    def __init__(self, total: Total, detail: RecordFormat, width: int) -> None:
        """`width`: the digits of the field that holds the total."""
        self.total, self._added, self.unreadable = total, 0, 0
        self._summed: tuple[Field, FieldType] | None = None
        self._number: Callable[[bytes], int] = int
        self._modulus = 10**width if total.is_hash else 0
        if total.sum is not None:
            self._summed = (detail.record.named(total.sum), detail.types[total.sum])
            plain = not total.is_hash and _plain(*self._summed)
            self._number = int if plain else self._satang
        self._where = [_wanted(detail, name, codes) for name, codes in total.where.items()]

    @property
    def value(self) -> int:
        """What the details add up to."""
        return self._added % self._modulus if self._modulus else self._added

    @property
    def fields(self) -> set[str]:
        """The fields of the detail that this total needs to see."""
        summed = set() if self._summed is None else {self._summed[0].name}
        return summed | {wanted.field.name for wanted in self._where}

    def allows(self, stated: int) -> bool:
        """Whether the trailer may say this: exactly what was added up, or what unreadable details leave open."""
        if not self.unreadable:
            return stated == self.value
        if self._modulus:
            return True
        return stated >= self.value and (self._summed is not None or stated <= self.value + self.unreadable)

    def expectation(self, trailer: Field) -> str:
        """What the trailer should say in its field, for a message."""
        told = trailer.told(self.value)
        if not self.unreadable:
            return told
        details = "1 detail" if self.unreadable == 1 else f"{self.unreadable} details"
        return f"at least {told}, without the {details} that cannot be read"

    def add_line(self, raw: bytes, unreadable: frozenset[str]) -> None:
        """Add one detail; `unreadable` are its fields that hold no value."""
        counted = [wanted for wanted in self._where if wanted.field.name not in unreadable]
        if not all(wanted.field.of(raw) in wanted.codes for wanted in counted):
            return
        if self.fields & unreadable:
            self.unreadable += 1
        else:
            self._added += 1 if self._summed is None else self._satang(self._summed[0].of(raw))

    def add_columns(self, columns: Columns, distinct: Distinct, count: int) -> None:
        """Add many details at once, all of them good, field by field."""
        chosen: list[bool] | None = None  # None while every detail counts, as in nearly every file
        for wanted in self._where:
            name = wanted.field.name
            if wanted.codes.isdisjoint(distinct[name]):
                return
            if not distinct[name] <= wanted.codes:
                these = [code in wanted.codes for code in columns[name]]
                chosen = these if chosen is None else [a and b for a, b in zip(chosen, these, strict=True)]
        if self._summed is None:
            self._added += count if chosen is None else sum(chosen)
        else:
            amounts = columns[self._summed[0].name]
            self._added += sum(map(self._number, amounts if chosen is None else compress(amounts, chosen)))

    def _satang(self, raw: bytes) -> int:
        assert self._summed is not None
        if self.total.is_hash:
            return int(bytes(byte for byte in raw if is_digit(byte)) or b"0")
        value = self._summed[1].decode(raw)
        return value if isinstance(value, int) else 0


class ControlTotals:
    """All control totals of a file."""

    def __init__(self, model: LayoutModel, detail: RecordFormat) -> None:
        self.running = [RunningTotal(total, detail, model.total_field(total.field)[1].width) for total in model.totals]
        self._detail = detail
        self._choosing = {name for total in model.totals for name in total.where}

    @property
    def fields(self) -> set[str]:
        """The fields of the detail that any total needs."""
        return set().union(*(one.fields for one in self.running))

    @property
    def totals(self) -> dict[str, int]:
        """The totals by the name of the field that holds them: satang or counts."""
        return {one.total.field: one.value for one in self.running}

    def of(self, role: RecordType) -> dict[str, int]:
        """The totals that stand in the header, or in the trailer."""
        return {one.total.field: one.value for one in self.running if one.total.role == role}

    def add_line(self, raw: bytes, unreadable: frozenset[str] | None = None) -> None:
        """Add one detail; without `unreadable` its fields are tried here."""
        wrong = self._unreadable(raw) if unreadable is None else unreadable
        for one in self.running:
            one.add_line(raw, wrong)

    def add_columns(self, columns: Columns, count: int) -> None:
        """Add many good details at once."""
        distinct = {name: set(columns[name]) for name in self._choosing}
        for one in self.running:
            one.add_columns(columns, distinct, count)

    def _unreadable(self, raw: bytes) -> frozenset[str]:
        return frozenset(name for name in self.fields if not self._readable(name, raw))

    def _readable(self, name: str, raw: bytes) -> bool:
        try:
            self._detail.types[name].decode(self._detail.record.named(name).of(raw))
        except FieldError:
            return False
        return True


def _wanted(detail: RecordFormat, name: str, codes: tuple[str, ...]) -> _Wanted:
    kind = detail.types[name]
    assert isinstance(kind, Code)
    return _Wanted(detail.record.named(name), frozenset(kind.raw_of(code) for code in codes))


def _plain(field: Field, kind: FieldType) -> bool:
    """Whether the digits in the file are the number that counts: always there, and with no other decimals."""
    return field.required and (not isinstance(kind, Amount) or field.decimals == 2)


def unaccounted(model: LayoutModel, received: Mapping[str, int], answer: Mapping[str, int]) -> list[FileFinding]:
    """Totals of an answering file that differ from what the file received adds up to, by the layout's `answers`."""
    found = []
    for name, parts in model.answers.items():
        expected = sum(received[part] for part in parts)
        if answer[name] != expected:
            role, field = model.total_field(name)
            text = f"{field.told(expected)}, as {' + '.join(parts)} of the file received"
            seen = field.told(answer[name])
            found.append(FileFinding("answer", f"{role} ({name})", "accounted for", text, seen, "file", None))
    return found
