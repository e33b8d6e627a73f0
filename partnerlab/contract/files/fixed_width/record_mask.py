"""Personal data in a record file: found by the layout, and blanked in what a report may show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from partnerlab.contract.files.code_pages import looks_utf8
from partnerlab.contract.files.file_findings import FileLine, Place
from partnerlab.contract.files.fixed_width.record_format import record_type_of
from partnerlab.contract.files.fixed_width.record_reader import content
from partnerlab.contract.files.layout_model import Field, LayoutModel
from partnerlab.contract.files.line_stream import Data, split

_VISIBLE = re.compile(rb"[^ ]")


def masked_lines(model: LayoutModel, data: Data) -> Iterator[bytes]:
    """The lines of a file with their line ends, every personal field replaced by as many x."""
    for raw, end in split(data):
        yield masked(model, raw) + end


def masked(model: LayoutModel, raw: bytes) -> bytes:
    """One record without personal data. A line that does not keep its columns loses all that might be some."""
    role = record_type_of(model, raw)
    if role is None:
        return _VISIBLE.sub(b"x", raw)
    record = model.records[role]
    personal = [one for one in record.fields if one.personal]
    if personal and (len(raw) != record.length or looks_utf8(raw)):
        first = min(one.start for one in personal)
        return raw[:first] + _VISIBLE.sub(b"x", raw[first:])
    for one in personal:
        raw = raw[: one.start] + b"x" * one.width + raw[one.end :]
    return raw


def personal(model: LayoutModel, data: Data) -> Iterator[tuple[Place, str, str]]:
    """Every personal field that holds anything: its place, its category and its text."""
    for line in content(data):
        role = record_type_of(model, line.raw)
        if role is not None:
            yield from _personal(model, line, model.records[role].fields)


def _personal(model: LayoutModel, line: FileLine, fields: tuple[Field, ...]) -> Iterator[tuple[Place, str, str]]:
    for one in fields:
        text = one.of(line.raw).strip(b" ")
        if one.personal and text:
            yield line.of(one), one.personal, text.decode(model.lines.encoding, "replace")
