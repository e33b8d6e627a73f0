"""Findings in record files: where exactly, and whether one record suffers from it or the whole file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from partnerlab.contract.files.layout_model import Field
from partnerlab.contract.findings import Finding, Side

Level = Literal["file", "record"]
_NOTICES = 20


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a file: its line and columns as people count them (from 1, inclusive), and its byte offset.

    `wrong` are the columns within it that are to blame, where it is not all of them.
    """

    line: int
    start: int
    end: int
    field: str | None
    offset: int
    wrong: tuple[int, int] | None = None

    def __str__(self) -> str:
        columns = f"columns {self.start}-{self.end}" if self.end > self.start else f"column {self.start}"
        return f"line {self.line}, {columns}" + (f" ({self.field})" if self.field else "")


@dataclass(frozen=True, slots=True)
class FileFinding(Finding):
    """A finding in a record file: `file` level refuses the whole file, `record` level only that line."""

    level: Level
    place: Place | None


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line as it was met: its number, its byte offset in the file, its bytes without the line end."""

    number: int
    offset: int
    raw: bytes

    def at(self, start: int = 0, end: int | None = None, name: str | None = None) -> Place:
        """The place of a slice of the line."""
        stop = len(self.raw) if end is None else end
        return Place(self.number, start + 1, max(stop, start + 1), name, self.offset + start)

    def of(self, one: Field, wrong: tuple[int, int] | None = None) -> Place:
        """The place of a field, and what is wrong in it as a slice of the field takes it."""
        place = self.at(one.start, one.end, one.name)
        return place if wrong is None else replace(place, wrong=(place.start + wrong[0], one.start + wrong[1]))


@dataclass(slots=True)
class Findings:
    """Collects findings, at most `limit` of them, so that a ruined file does not fill the memory; counts them all."""

    side: Side
    limit: int
    kept: list[FileFinding] = field(default_factory=list)
    count: int = 0
    file_level: int = 0
    bad_details: int = 0
    notices: dict[tuple[str | None, str], FileFinding] = field(default_factory=dict)

    @property
    def all(self) -> list[FileFinding]:
        """What was kept, and the notices."""
        return [*self.kept, *self.notices.values()]

    def add(self, level: Level, place: Place | None, rule: str, expected: str, seen: str) -> None:
        """Note a finding; one without a place is about the file's name or the file as a whole."""
        self.count += 1
        if level == "file":
            self.file_level += 1
        if len(self.kept) < self.limit:
            where = str(place) if place else "file"
            self.kept.append(FileFinding(self.side, where, rule, expected, seen, level, place))

    def notice(self, place: Place, rule: str, expected: str, seen: str) -> None:
        """Note what is worth a look and refuses nothing: once for each field and what it says."""
        if len(self.notices) < _NOTICES:
            told = FileFinding(self.side, str(place), rule, expected, seen, "record", place, notice=True)
            self.notices.setdefault((place.field, seen), told)

    def name(self, rule: str, expected: str, seen: str) -> None:
        """Note a finding about the file's name."""
        self.count += 1
        self.file_level += 1
        self.kept.append(FileFinding(self.side, "file name", rule, expected, seen, "file", None))
