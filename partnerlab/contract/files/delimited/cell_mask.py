"""Personal data in a delimited file: found by its columns, and blanked in what a report may show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from partnerlab.contract.files.delimited.cell_judge import MARK, spans
from partnerlab.contract.files.file_findings import FileLine, Place
from partnerlab.contract.files.layout_model import Field
from partnerlab.contract.unmarked_personal_data import mask_numbers


class CellMask:
    """The personal columns of one layout. A line may stand alone: the line of names is known by what it says."""

    def __init__(self, fields: Sequence[Field], separator: str, encoding: str) -> None:
        self._fields, self._separator, self._encoding = fields, separator, encoding
        self._names = separator.join(field.name for field in fields).encode()
        self._visible = re.compile(b"[^ " + re.escape(separator.encode()) + b"]")
        self._long = re.compile(b"[^" + re.escape(separator.encode()) + b"]{8}")
        self._any = any(field.personal for field in fields)

    def masked(self, raw: bytes) -> bytes:
        """A line, without its end, with each personal cell replaced by as many x; one of other cells loses them all."""
        if not self._any or raw.removeprefix(MARK) == self._names:
            return mask_numbers(raw)
        places = spans(raw, self._separator)
        if len(places) != len(self._fields):
            return self._visible.sub(b"x", raw)
        for field, (start, end) in zip(self._fields, places, strict=True):
            if field.personal:
                raw = raw[:start] + b"x" * (end - start) + raw[end:]
        return mask_numbers(raw)

    def personal(self, lines: Iterable[tuple[FileLine, bytes]]) -> Iterator[tuple[Place, str, str]]:
        """Every personal cell that holds anything: its place, its category and its text.

        Of a line with too many or too few cells, those that stand where a personal column should.
        """
        for place, field, text in self._texts(lines) if self._any else ():
            if field.personal:
                yield place, field.personal, text

    def unmarked(self, lines: Iterable[tuple[FileLine, bytes]]) -> Iterator[tuple[Place, str]]:
        """Every other cell that holds anything: its place and its text; of lines where a cell is long enough for it."""
        long = (pair for pair in lines if self._long.search(pair[0].raw))
        return ((place, text) for place, field, text in self._texts(long) if not field.personal)

    def _texts(self, lines: Iterable[tuple[FileLine, bytes]]) -> Iterator[tuple[Place, Field, str]]:
        for line, _ in lines:
            if line.raw.removeprefix(MARK) != self._names:
                for field, (start, end) in zip(self._fields, spans(line.raw, self._separator), strict=False):
                    if text := line.raw[start:end].strip():
                        yield line.at(start, end, field.name), field, text.decode(self._encoding, "replace")
