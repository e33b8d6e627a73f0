"""Stores the files of all web pages: sender, fetched or not, and still growing or whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

NEW, TAKEN = "new", "taken"


@dataclass(slots=True)
class ShelvedFile:
    """One file on a partner's page; `folder` is incoming or outgoing, `growing` how many downloads find it too short.

    `number` is its own: a page may hold two files of one name.
    """

    number: int
    partner: str
    folder: str
    name: str
    data: bytes
    since: str
    state: str = NEW
    growing: int = 0

    @property
    def visible(self) -> bytes:
        """As much of it as there is so far."""
        return self.data[: len(self.data) // (self.growing + 1)]


class Shelf:
    """Keeps the files in the order in which they came."""

    def __init__(self) -> None:
        self._files: dict[int, ShelvedFile] = {}

    def add(
        self, partner: str, folder: str, name: str, data: bytes, now: datetime, growing: int = 0
    ) -> ShelvedFile:  # fmt: skip
        number = max(self._files, default=0) + 1
        file = ShelvedFile(number, partner, folder, name, data, f"{now:%Y-%m-%d %H:%M}", growing=growing)
        self._files[number] = file
        return file

    def __iter__(self) -> Iterator[ShelvedFile]:
        return iter([*self._files.values()])

    def of(self, partner: str) -> list[ShelvedFile]:
        """The files on a partner's page."""
        return [file for file in self if file.partner == partner]

    def find(self, partner: str, number: int) -> ShelvedFile | None:
        file = self._files.get(number)
        return file if file and file.partner == partner else None

    def last(self, partner: str, folder: str, name: str) -> ShelvedFile:
        """The newest file of a name; FileNotFoundError if there is none."""
        found = [file for file in self.of(partner) if (file.folder, file.name) == (folder, name)]
        if not found:
            raise FileNotFoundError(f"{name} is not on the page of {partner}")
        return found[-1]

    def clear(self) -> None:
        self._files.clear()

    def files(self) -> dict[str, bytes]:
        """Every file by a place that says all of it: partner, folder, number, state, growth, time and name."""
        return {
            "/".join((f.partner, f.folder, f"{f.number:06}", f.state, str(f.growing), f.since, f.name)): f.data
            for f in self._files.values()
        }

    def restore(self, files: Mapping[str, bytes]) -> None:
        """Make it what it was when `files` was taken."""
        self.clear()
        for place, data in sorted(files.items(), key=lambda item: item[0].split("/")[2]):
            partner, folder, number, state, growing, since, name = place.split("/", 6)
            file = ShelvedFile(int(number), partner, folder, name, data, since, state, int(growing))
            self._files[file.number] = file
