"""Writes a record file: constants, repeated fields, sequence and totals fill themselves in.

Whatever is given wins over what would fill itself in, and `bytes` of a field's exact width are written as they are:
that is how deliberate faults get into a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from partnerlab.contract.files.field_types.field_type import FieldError, WriteError
from partnerlab.contract.files.fixed_width.control_totals import ControlTotals
from partnerlab.contract.files.fixed_width.record_format import RecordFormat
from partnerlab.contract.files.layout_model import LINE_ENDS, Field, LayoutModel, RecordType

Given = Mapping[str, Any]


class Writer:
    """Writes one file, record by record."""

    def __init__(self, model: LayoutModel, records: dict[RecordType, RecordFormat]) -> None:
        self._model, self._records = model, records
        self._tally = ControlTotals(model, records["detail"])
        self._sequence = model.sequence_first
        self._header: bytes | None = None

    def lines(self, header: Given, details: Iterable[Given], trailer: Given | None) -> Iterator[bytes]:
        """The lines of the file, each with its line end."""
        end = LINE_ENDS[self._model.lines.end]
        counted: Iterable[Given | bytes] = details
        if "header" in self._records:
            counted = self._counted(header, details)
            reached, self._sequence = self._sequence, self._model.sequence_first
            self._header = self._record("header", self._tally.of("header") | dict(header), "header")
            self._sequence = max(reached, self._sequence)
            yield self._header + end
        for number, detail in enumerate(counted, 1):
            raw = detail if isinstance(detail, bytes) else self._detail(number, detail)
            yield raw + end
        if "trailer" in self._records:
            yield self._record("trailer", self._tally.of("trailer") | dict(trailer or {}), "trailer") + end

    def _counted(self, header: Given, details: Iterable[Given]) -> Iterable[Given | bytes]:
        """The details. Where the header holds their totals they are written first, and then put behind it."""
        if not self._tally.of("header"):
            return details
        self._header = self._record("header", self._tally.of("header") | dict(header), "header")
        return [self._detail(number, detail) for number, detail in enumerate(details, 1)]

    def _detail(self, number: int, detail: Given) -> bytes:
        raw = self._record("detail", detail, f"detail {number}")
        self._tally.add_line(raw)
        return raw

    def _record(self, role: RecordType, given: Given, told: str) -> bytes:
        compiled = self._records[role]
        unknown = [name for name in given if name not in compiled.types]
        if unknown:
            raise _unknown(told, unknown[0], list(compiled.types))
        parts = []
        for one, kind in compiled.fields:
            try:
                parts.append(kind.encode(self._value(one, compiled, given)))
            except FieldError as bad:
                raise WriteError(told, one.name, bad.expected, bad.seen or "") from None
        self._sequence += compiled.counts_on
        return b"".join(parts)

    def _value(self, one: Field, compiled: RecordFormat, given: Given) -> Any:
        if one.name in given:
            return given[one.name]
        if one.name == self._model.sequence_field:
            return self._sequence
        return compiled.twin(one, self._header)


def _unknown(record: str, name: str, names: list[str]) -> WriteError:
    close = get_close_matches(name, names, 1)
    expected = f"'{close[0]}', perhaps" if close else f"one of {', '.join(names)}"
    return WriteError(record, name, expected, "a field that this record does not have")
