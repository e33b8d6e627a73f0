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
from partnerlab.contract.unmarked_personal_data import mask_numbers

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
    for one in record.fields:
        covered = b"x" * one.width if one.personal else mask_numbers(raw[one.start : one.end])
        raw = raw[: one.start] + covered + raw[one.end :]
    return raw


def personal(model: LayoutModel, data: Data) -> Iterator[tuple[Place, str, str]]:
    """Every personal field that holds anything: its place, its category and its text."""
    for line, one, text in _texts(model, data):
        if one.personal and text:
            yield line.of(one), one.personal, text


def unmarked(model: LayoutModel, data: Data) -> Iterator[tuple[Place, str]]:
    """Every other field that holds anything: its place and its text."""
    for line, one, text in _texts(model, data):
        if not one.personal and text:
            yield line.of(one), text


def _texts(model: LayoutModel, data: Data) -> Iterator[tuple[FileLine, Field, str]]:
    for line in content(data):
        role = record_type_of(model, line.raw)
        for one in model.records[role].fields if role is not None else ():
            yield line, one, one.of(line.raw).strip(b" ").decode(model.lines.encoding, "replace")
