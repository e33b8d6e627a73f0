"""Read single lines of a record file of any size by their position, never the whole file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from partnerlab.contract.files import FileFinding, Layout, Place
from partnerlab.contract.files.line_stream import LONGEST_LINE

WHOLE = 200
"""Lines up to which a file is shown whole."""


def read_line(path: Path, place: Place) -> bytes:
    """The line of a place with its line end; at most so much of it as any record may hold."""
    with path.open("rb") as file:
        file.seek(max(0, place.offset - place.start + 1))
        return file.readline(LONGEST_LINE)


def select_lines(path: Path, count: int, findings: Iterable[FileFinding]) -> dict[int, bytes]:
    """The lines of a short file; of a long one its first, its last, and those that something is said about."""
    with path.open("rb") as file:
        if count <= WHOLE:
            return {number: file.readline(LONGEST_LINE) for number in range(1, count + 1)}
        found = {1: file.readline(LONGEST_LINE), count: _last(file)}
    found |= {finding.place.line: read_line(path, finding.place) for finding in findings if finding.place}
    return dict(sorted(found.items()))


def mask_lines(layout: Layout, lines: dict[int, bytes]) -> tuple[str, int]:
    """The text of these lines without personal data, and how many fields were covered."""
    covered = sum(1 for raw in lines.values() for _ in layout.personal(raw))
    return "".join(layout.mask(raw) for raw in lines.values()), covered


def _last(file: BinaryIO) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(0, size - LONGEST_LINE))
    tail = file.read()
    return tail[tail.rstrip(b"\r\n\x1a").rfind(b"\n") + 1 :]
