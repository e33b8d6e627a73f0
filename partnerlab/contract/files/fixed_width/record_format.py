"""One record type, compiled: its field types by name, and one bytes pattern that matches a whole good line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from partnerlab.contract.files.field_types import type_of
from partnerlab.contract.files.field_types.date_types import Date
from partnerlab.contract.files.field_types.field_type import FieldError, FieldType
from partnerlab.contract.files.field_types.number_types import Digits
from partnerlab.contract.files.field_types.text_types import Code
from partnerlab.contract.files.layout_model import Field, LayoutModel, Record, RecordType, Value


class RecordFormat:
    """One record type: decodes field by field, or matches line by line."""

    def __init__(self, record: Record, header: Record | None, encoding: str, sequence: str | None = None) -> None:
        self.record, self.header, self.encoding = record, header, encoding
        self.counts_on = any(one.name == sequence for one in record.fields)
        self.fields = [(one, type_of(one, encoding)) for one in record.fields]
        self.types: dict[str, FieldType] = {one.name: kind for one, kind in self.fields}

    def values(self, raw: bytes) -> dict[str, Value]:
        """Every value of a record but for its spare room; `FieldError` of the first that cannot be read."""
        return {one.name: kind.decode(one.of(raw)) for one, kind in self.fields if one.kind != "spare"}

    def misfits(self, raw: bytes, header: bytes | None) -> Iterator[tuple[Field, FieldError]]:
        """What is wrong with a record, field by field."""
        for one, kind in self.fields:
            part = one.of(raw)
            try:
                value = kind.decode(part)
                self._repeats(one, part, header)
                self._in_order(one, value, raw, header)
            except FieldError as bad:
                yield one, bad

    def unknown_codes(self, raw: bytes) -> Iterator[Field]:
        """The fields whose code is none that an open list has."""
        for one, kind in self.fields:
            if isinstance(kind, Code) and kind.is_unknown(one.of(raw)):
                yield one

    def in_order(self, one: Field, part: bytes, other: bytes, named: str) -> bool:
        """Whether a date may stand beside another, `named` in the layout; what is no date is judged elsewhere."""
        try:
            self._compare(one, named, self.types[one.name].decode(part), self._decoded(named, other))
        except FieldError:
            return False
        return True

    def other_date(self, named: str, raw: bytes, header: bytes | None) -> bytes | None:
        """The bytes of the date of that name, of this record or of the header."""
        place, _, name = named.rpartition(".")
        if not place:
            return self.record.named(name).of(raw)
        return self.header.named(name).of(header) if self.header and header is not None else None

    def _in_order(self, one: Field, value: Value, raw: bytes, header: bytes | None) -> None:
        for named in filter(None, (one.not_after, one.not_before)):
            if (other := self.other_date(named, raw, header)) is not None:
                self._compare(one, named, value, self._decoded(named, other))

    def _decoded(self, named: str, raw: bytes) -> Value:
        place, _, name = named.rpartition(".")
        record = self.header if place and self.header else self.record
        try:
            return type_of(record.named(name), self.encoding).decode(raw)
        except FieldError:
            return None

    @staticmethod
    def _compare(one: Field, named: str, value: Value, other: Value) -> None:
        if not isinstance(value, date) or not isinstance(other, date) or value == other:
            return
        if (value > other) == (named == one.not_after):
            word = "after" if named == one.not_after else "before"
            raise FieldError("order of dates", f"a date not {word} {named}, {other}")

    def _repeats(self, one: Field, part: bytes, header: bytes | None) -> None:
        twin = self.twin(one, header)
        if twin is not None and twin != part:
            raise FieldError("as in the header", f"what stands there, '{twin.decode(errors='replace').rstrip()}'")

    def twin(self, one: Field, header: bytes | None) -> bytes | None:
        """The value of the header's field that this field repeats."""
        if header is None or self.header is None or not one.repeats_header:
            return None
        return self.header.named(one.name).of(header)

    def pattern(self, header: bytes | None, captured: Iterable[str], line_end: bytes) -> re.Pattern[bytes]:
        """Takes a record with its line end exactly when no field is wrong (dates: when they are digits).

        The groups hold the captured fields in the order of their columns.
        """
        wanted = set(captured)
        parts = []
        for one, kind in self.fields:
            twin = self.twin(one, header)
            body = kind.pattern() if twin is None else re.escape(twin)
            parts.append(b"(" + body + b")" if one.name in wanted else body)
        return re.compile(b"".join([*parts, re.escape(line_end)]), re.DOTALL)

    def ordered_dates(self) -> list[tuple[Field, str]]:
        """The dates that are compared with another, each with the name of the other."""
        fields = self.record.fields
        return [(one, named) for one in fields for named in (one.not_after, one.not_before) if named]

    def dated_digits(self) -> dict[str, Digits]:
        """The fields of digits some of which are a date."""
        return {one.name: kind for one, kind in self.fields if isinstance(kind, Digits) and one.date}

    def dates(self) -> dict[str, Date]:
        """The date fields, which a pattern alone cannot judge."""
        return {one.name: kind for one, kind in self.fields if isinstance(kind, Date)}


class RecordRow:
    """The fields of one record, by name."""

    def __init__(self, kind: RecordFormat, raw: bytes) -> None:
        self._kind, self._raw = kind, raw

    def text(self, name: str) -> str:
        """What a field holds, without the spaces that fill it up."""
        return self._kind.record.named(name).of(self._raw).decode(self._kind.encoding, "replace").strip()

    def value(self, name: str) -> Value:
        """The value of a field; None where it has none, which is a finding of another check."""
        try:
            return self._kind.types[name].decode(self._kind.record.named(name).of(self._raw))
        except FieldError:
            return None


def compiled(model: LayoutModel) -> dict[RecordType, RecordFormat]:
    """Every record type of a layout, ready to work."""
    header, encoding = model.records.get("header"), model.lines.encoding
    sequence = model.sequence_field
    return {role: RecordFormat(record, header, encoding, sequence) for role, record in model.records.items()}


def record_type_of(model: LayoutModel, raw: bytes) -> RecordType | None:
    """Which type of record a line is, by its marker; the longest one where several fit."""
    fitting = [record for record in model.records.values() if record.marks(raw)]
    return max(fitting, key=lambda record: len(record.marker)).role if fitting else None
