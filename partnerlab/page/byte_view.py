"""Bytes for people: a file under a ruler of byte columns, and any body in hexadecimal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

MOST_LINES = 200
"""Lines of a file, or of hexadecimal, in one page."""

_PLACE = re.compile(r"line ([0-9]+)(?:,? columns? ([0-9]+)(?:\s*[-–]\s*([0-9]+))?)?")
_RUN = re.compile(r"[\x20-\x7e]+|[^\x20-\x7e]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a line, as many columns wide as it has bytes; `marked` if a finding is about it."""

    text: str
    width: int | None
    marked: bool


@dataclass(frozen=True, slots=True)
class RecordLine:
    number: int
    pieces: list[Piece]
    findings: list[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Records:
    """The first lines of a file, how many more there are, and as many tens of columns as the widest has."""

    lines: list[RecordLine]
    more: int
    tens: list[int]


@dataclass(frozen=True, slots=True)
class HexLines:
    """Offset, bytes and letters, sixteen a line, and how many bytes are not drawn."""

    lines: list[tuple[str, str, str]]
    more: int


def lines_of(text: str) -> list[tuple[int, str]]:
    """The lines of a text with their numbers."""
    return list(enumerate(re.split(r"\r\n|\n|\r", text.removesuffix("\n").removesuffix("\r")), 1))


def record_lines(rows: Sequence[tuple[int, str]], encoding: str, findings: Sequence[Mapping[str, Any]]) -> Records:
    """Numbered lines of a file; columns are bytes, so that the ruler is true where Thai letters take no room."""
    placed = [(_PLACE.search(str(finding["where"])), finding) for finding in findings]
    lines = [
        _record(
            number, row, encoding, [(match, finding) for match, finding in placed if match and int(match[1]) == number]
        )
        for number, row in rows[:MOST_LINES]
    ]
    widest = max((len(_encoded(row, encoding)) for _, row in rows[:MOST_LINES]), default=0)
    return Records(lines, max(len(rows) - MOST_LINES, 0), list(range(10, widest + 10, 10)))


def _record(number: int, row: str, encoding: str, here: list[tuple[re.Match[str], Mapping[str, Any]]]) -> RecordLine:
    raw = _encoded(row, encoding)
    spans = [(int(match[2]) - 1, int(match[3] or match[2])) for match, _ in here if match[2]]
    edges = sorted({0, len(raw), *(edge for span in spans for edge in span if 0 <= edge <= len(raw))})
    pieces = []
    for start, end in pairwise(edges):
        marked = any(begin <= start and end <= stop for begin, stop in spans)
        for run in _RUN.findall(raw[start:end].decode(_known(encoding), "replace")):
            plain = run.isascii() and run.isprintable()
            pieces.append(Piece(run, None if plain else len(_encoded(run, encoding)), marked))
    return RecordLine(number, pieces, [finding for _, finding in here])


def hex_lines(text: str, encoding: str) -> HexLines:
    """The bytes of a text, sixteen a line."""
    raw = _encoded(text, encoding)
    lines = [
        (f"{start:06x}", raw[start : start + 16].hex(" "), _letters(raw[start : start + 16]))
        for start in range(0, min(len(raw), 16 * MOST_LINES), 16)
    ]
    return HexLines(lines, max(len(raw) - 16 * MOST_LINES, 0))


def _letters(raw: bytes) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in raw)


def _encoded(text: str, encoding: str) -> bytes:
    return text.encode(_known(encoding), "replace")


def _known(encoding: str) -> str:
    """The encoding, or UTF-8 where this Python knows none of that name."""
    try:
        "".encode(encoding)
    except LookupError:
        return "utf-8"
    return encoding
