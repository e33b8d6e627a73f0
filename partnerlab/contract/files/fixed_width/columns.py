"""The columns of a record's fields, and how columns of two records are compared byte by byte."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from partnerlab.contract.files.layout_source import Source
from partnerlab.yamlio import KeyPath, YamlError

_SPAN = re.compile(r"([1-9][0-9]{0,5})(?:-([1-9][0-9]{0,5}))?")


@dataclass(frozen=True, slots=True)
class Span:
    """A field's data, its place in the layout, and the bytes it takes (as a slice takes them)."""

    data: dict[str, Any]
    path: KeyPath
    start: int
    end: int

    @property
    def told(self) -> str:
        return f"'{self.data['name']}' ({self.start + 1}-{self.end})"


def spans(
    source: Source, fields: list[dict[str, Any]], path: KeyPath, length: int
) -> tuple[list[Span], list[YamlError]]:
    """The spans of a record in the order of the bytes, and every gap, overlap and overrun among them."""
    found: list[Span] = []
    mistakes: list[YamlError] = []
    after = 0
    for index, data in enumerate(fields):
        try:
            start, end = _columns(data, after)
        except ValueError as bad:
            mistakes.append(source.error((*path, index), f"field '{data['name']}': {bad}"))
            continue
        found.append(Span(data, (*path, index), start, end))
        after = end
    found.sort(key=lambda span: span.start)
    if not mistakes:  # a field that has no place leaves a gap that is no second mistake
        mistakes = _seams(source, found, path, length)
    return found, mistakes


def _columns(data: dict[str, Any], after: int) -> tuple[int, int]:
    if ("columns" in data) == ("length" in data):
        raise ValueError("give either `columns: 164-176` or `length: 13`")
    if "length" in data:
        return after, after + data["length"]
    matched = _SPAN.fullmatch(str(data["columns"]))
    if not matched:
        raise ValueError(f"columns '{data['columns']}' are not first-last, like 164-176 (from 1, both included)")
    first, last = int(matched[1]), int(matched[2] or matched[1])
    if last < first:
        raise ValueError(f"columns {first}-{last} run backwards")
    return first - 1, last


def _seams(source: Source, found: list[Span], path: KeyPath, length: int) -> list[YamlError]:
    mistakes: list[YamlError] = []
    reached, before = 0, "the beginning"
    for span in found:
        if span.start > reached:
            gap = f"{_told(reached, span.start)} between {before} and {span.told} belong to no field"
            mistakes.append(source.error(span.path, f"{gap}: describe them, as `spare` if nobody uses them"))
        elif span.start < reached:
            mistakes.append(source.error(span.path, f"{span.told} overlaps {before}"))
        reached, before = max(reached, span.end), span.told
    if reached != length:
        last = found[-1].path if found else path
        told = f"the fields end at column {reached}, the record is {length} bytes long"
        mistakes.append(source.error(last, told))
    return mistakes


def _told(start: int, end: int) -> str:
    return f"columns {start + 1}-{end}" if end > start + 1 else f"column {end}"
