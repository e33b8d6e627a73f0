"""When a file at the drop-off has arrived, and whether it came as agreed: written as `NAME.tmp`, renamed to `NAME`.

A file that is written straight to its name, or renamed out of another one, has arrived as well, with a finding: a
reader of the folder could take half of it.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from partnerlab.contract.findings import Finding
from partnerlab.lab.channels.channel import INCOMING, OUTGOING, FileArrival, name_finding, readable_name

AGREED = "NAME.tmp, renamed to NAME once it is whole"

_UNFINISHED = (".tmp", ".temp", ".part", ".partial", ".filepart", ".uploading", ".upload", ".incomplete", ".crdownload")
"""How the usual clients name a file until it is whole; others begin the name with a dot."""


class Landing(Protocol):
    """The functions of the drop-off that deliveries call."""

    def home(self, user: str) -> Path: ...

    def is_agent(self, user: str) -> bool: ...

    def expects(self, agent: str, name: str) -> bool:
        """Whether the agent's agreement knows a file of this name."""

    def arrive(self, arrival: FileArrival) -> None:
        """A file is complete."""

    def leave_unfinished(self, upload: FileArrival) -> None:
        """A file was closed under a name that is for unfinished ones: it is renamed soon, or was forgotten."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A file's place in an agent's home; `folder` is empty in the home itself."""

    agent: str
    folder: str
    name: str
    path: Path


class Deliveries:
    """What one login delivers while it is logged in: an agent to `incoming`, a system of ours to `outgoing`."""

    def __init__(self, landing: Landing, user: str) -> None:
        self._landing, self._user = landing, user
        self._is_agent = landing.is_agent(user)
        self._provisional: dict[Path, Callable[[], None]] = {}

    def closed(self, path: bytes, is_broken: bool = False) -> None:
        """A file was written to under this name, and closed: by its writer, or because its connection broke."""
        place = self._place(path)
        if place is None or not self._delivers(place):
            return
        if _is_unfinished(place.name):
            self._leave_unfinished(place)
            return
        way = "written straight to NAME" + (", and broken off" if is_broken else "")
        if self._is_provisional(place):
            self._provisional[place.path] = lambda: self._arrive(place, way)
        else:
            self._arrive(place, way)

    def renamed(self, old: bytes, new: bytes) -> None:
        """What stood under one name stands under another; who tidies up in other folders delivers nothing."""
        before, place = self._place(old), self._place(new)
        if before is None or place is None:
            return
        self._provisional.pop(before.path, None)
        tidies_up = place.folder != INCOMING and not _is_unfinished(before.name)
        if _is_unfinished(place.name) or not self._delivers(place) or (self._is_agent and tidies_up):
            return
        is_agreed = (before.folder, before.name) == (place.folder, f"{place.name}.tmp")
        self._arrive(place, None if is_agreed else f"renamed from {_from(before, place)}")

    def end(self) -> None:
        """The login ends: what was to be renamed, by its name, and was not, has arrived as it is."""
        while self._provisional:
            self._provisional.popitem()[1]()

    def _place(self, path: bytes) -> _Place | None:
        parts = [os.fsdecode(part) for part in posixpath.normpath(b"/" + path).split(b"/") if part]
        real = self._landing.home(self._user).joinpath(*parts)
        agent = self._user if self._is_agent else parts.pop(0) if parts else ""
        if not parts or not self._landing.is_agent(agent):
            return None
        return _Place(agent, "/".join(parts[:-1]), parts[-1], real)

    def _delivers(self, place: _Place) -> bool:
        """An agent delivers wherever it leaves a file; a system of ours may keep files of its own."""
        return self._is_agent or place.folder == OUTGOING

    def _is_provisional(self, place: _Place) -> bool:
        """Whether the name is one that is agreed, with something behind it that a client may take away again."""
        stem, dot, _ = place.name.rpartition(".")
        expects = self._landing.expects
        return bool(dot) and expects(place.agent, stem) and not expects(place.agent, place.name)

    def _leave_unfinished(self, place: _Place) -> None:
        finding = Finding("request", "delivery", "agreed delivery", AGREED, "never renamed")
        folder, name = INCOMING if self._is_agent else OUTGOING, readable_name(place.name)
        self._landing.leave_unfinished(
            FileArrival(place.agent, folder, name, b"", (finding,), lost=True, path=place.path)
        )

    def _arrive(self, place: _Place, way: str | None) -> None:
        if not place.path.is_file():
            return
        expected = INCOMING if self._is_agent else OUTGOING
        is_elsewhere = place.folder != expected
        findings = [Finding("request", "delivery", "agreed delivery", AGREED, way)] if way else []
        if is_elsewhere:
            where = readable_name(place.folder) or "the home itself"
            findings.append(Finding("request", "delivery", "agreed folder", expected, where))
        findings += name_finding(place.name)
        self._landing.arrive(
            FileArrival(
                place.agent, expected, readable_name(place.name), b"", tuple(findings), lost=is_elsewhere,
                path=place.path,
            )
        )  # fmt: skip


def _is_unfinished(name: str) -> bool:
    return name.startswith(".") or name.lower().endswith(_UNFINISHED)


def _from(before: _Place, place: _Place) -> str:
    """The former name, with its folder where that was another; the agreed name is written as such."""
    name = readable_name(before.name)
    if before.name.startswith(place.name):
        name = "NAME" + readable_name(before.name.removeprefix(place.name))
    return name if before.folder == place.folder else f"{readable_name(before.folder) or '.'}/{name}"
