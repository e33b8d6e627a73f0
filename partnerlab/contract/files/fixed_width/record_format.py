"""A record type made ready: its field types by name, and one bytes pattern that takes a whole good line at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from partnerlab.contract.files.field_types import type_of
from partnerlab.contract.files.field_types.date_types import Date
from partnerlab.contract.files.field_types.field_type import FieldError, FieldType
from partnerlab.contract.files.layout_model import Field, LayoutModel, Record, RecordType, Value


class RecordFormat:
    """One record type: decodes field by field, or matches line by line."""

    def __init__(self, record: Record, header: Record | None, encoding: str) -> None:
        self.record, self.header = record, header
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
                kind.decode(part)
                self._repeats(one, part, header)
            except FieldError as bad:
                yield one, bad

    def _repeats(self, one: Field, part: bytes, header: bytes | None) -> None:
        twin = self.twin(one, header)
        if twin is not None and twin != part:
            raise FieldError("as in the header", f"what stands there, '{twin.decode(errors='replace').rstrip()}'")

    def twin(self, one: Field, header: bytes | None) -> bytes | None:
        """What the header says in the field that this one repeats."""
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

    def dates(self) -> dict[str, Date]:
        """The date fields, which a pattern alone cannot judge."""
        return {one.name: kind for one, kind in self.fields if isinstance(kind, Date)}


def compiled(model: LayoutModel) -> dict[RecordType, RecordFormat]:
    """Every record type of a layout, ready to work."""
    header, encoding = model.records.get("header"), model.lines.encoding
    return {role: RecordFormat(record, header, encoding) for role, record in model.records.items()}


def record_type_of(model: LayoutModel, raw: bytes) -> RecordType | None:
    """Which type of record a line is, by its first bytes."""
    fitting = [record for record in model.records.values() if raw.startswith(record.marker)]
    return max(fitting, key=lambda record: len(record.marker)).role if fitting else None
