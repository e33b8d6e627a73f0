"""One record file held against its layout and the agreement: in one pass, in constant memory, whatever its size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from partnerlab.contract.data_scope import outside_scope
from partnerlab.contract.files import FileFinding, Layout, Verdict, whole_cards
from partnerlab.contract.files.line_stream import Data, chunks
from partnerlab.contract.findings import Finding, failures
from partnerlab.contract.personal_data import PersonalField
from partnerlab.contract.unmarked_personal_data import CITIZEN, FOREIGN, HiddenValuePattern, describe, is_citizen_number
from partnerlab.lab.partners.partner import Partner, RegistryError
from partnerlab.lab.partners.registry import Registry
from partnerlab.suggestions import unknown_name_message

_KNOWN = 10_000
"""Numbers of marked fields that are remembered, whatever the size of the file."""

_SHORTEST = 13
"""Characters of the shortest text that can hold such a number."""

PASSES = 2
"""How often a file is read whole: for its records, and for personal data where the layout marks none."""


@dataclass(frozen=True, slots=True)
class FileCheck:
    """A file and what the judges think of it. `strays` is personal data that the agreement does not allow in it."""

    partner: Partner
    operation: str
    path: Path
    name: str
    verdict: Verdict
    outside_data_scope: list[Finding]
    unmarked_data: list[FileFinding]

    @property
    def layout(self) -> Layout:
        return self.partner.layouts[self.operation]

    @property
    def passed(self) -> bool:
        return self.verdict.ok and not self.outside_data_scope and not failures(self.unmarked_data)

    @property
    def finding_count(self) -> int:
        """Everything there is to say, told or not."""
        notices = len(self.verdict.findings) - len(failures(self.verdict.findings))
        return self.verdict.finding_count + notices + len(self.outside_data_scope) + len(self.unmarked_data)

    @property
    def findings(self) -> list[Finding]:
        return [*self.verdict.findings, *self.outside_data_scope, *self.unmarked_data]

    @property
    def from_partner(self) -> bool:
        """Whether the partner writes such files, or our side."""
        files: dict[str, Any] = self.partner.agreement["files"]
        return bool(files[self.operation]["direction"] == "in")


def check(
    kit: Registry,
    layout: str,
    path: Path,
    name: str | None = None,
    limit: int = 20,
    on_read: Callable[[int], object] | None = None,
) -> FileCheck:
    """Judge a file by `partner/layout`, keeping the first `limit` findings; `name` is its name on the drop-off.
    `on_read` hears of bytes as they are read, of each of the `PASSES`.

    Raises `RegistryError` for an unknown layout (and lists the known ones) or for a folder; OSError for a file that
    cannot be read.
    """
    partner, operation = find_layout(kit, layout)
    if path.is_dir():
        raise RegistryError(f"{path}: is a folder; give one file")
    if path.exists() and not path.is_file():
        raise RegistryError(f"{path}: is a pipe or a device, which is read only once; write it into a file first")
    called = path.name if name is None else name
    verdict = partner.layouts[operation].judge(_heard(path, on_read), called, limit=limit)
    strays = _strays(partner, operation, path, limit)
    hidden = list(islice(_unmarked_data(partner.layouts[operation], path, on_read), limit))
    return FileCheck(partner, operation, path, called, verdict, strays, hidden)


def _heard(path: Path, on_read: Callable[[int], object] | None) -> Data:
    return path if on_read is None else _chunks(path, on_read)


def _chunks(path: Path, on_read: Callable[[int], object]) -> Iterator[bytes]:
    for chunk in chunks(path):
        on_read(len(chunk))
        yield chunk


def find_layout(kit: Registry, told: str) -> tuple[Partner, str]:
    """The partner and the operation that `partner/layout` names."""
    name, _, operation = told.partition("/")
    found = kit.partners.get(name)
    if found is None or operation not in found.layouts:
        offered = [f"{p.name}/{one}" for p in kit.partners.values() for one in p.layouts]
        raise RegistryError(unknown_name_message("layout", told, offered))
    return found, operation


def _strays(partner: Partner, operation: str, path: Path, limit: int) -> list[Finding]:
    """Looks at the file again only if the layout has a place for personal data that the agreement does not allow."""
    layout = partner.layouts[operation]
    places = [
        PersonalField("", one.personal, "") for r in layout.model.records.values() for one in r.fields if one.personal
    ]
    if not outside_scope(partner.agreement, operation, "file", places):
        return []
    return list(islice(_outside(partner, operation, path), limit))


def _outside(partner: Partner, operation: str, path: Path) -> Iterator[Finding]:
    for place, category, text in partner.layouts[operation].personal(path):
        yield from outside_scope(partner.agreement, operation, "file", [PersonalField(str(place), category, text)])


def _unmarked_data(layout: Layout, path: Path, on_read: Callable[[int], object] | None) -> Iterator[FileFinding]:
    """Personal data in fields that the layout does not mark, and whole card numbers in any field.

    A file is checked without a lab: numbers of its marked fields are those of people in play, and other people are
    known by the form of their numbers alone.
    """
    known = set[str]()
    counted = whole_cards.counted_fields(layout)
    for place, _, text in layout.personal(path):
        if is_citizen_number(text) and len(known) < _KNOWN:
            known.add(text)
        if place.field not in counted and whole_cards.is_whole_card(text):
            yield whole_cards.finding(place)
    pattern = HiddenValuePattern(())
    for place, text in layout.unmarked(_heard(path, on_read)):
        for value in pattern.search(text) if len(text) >= _SHORTEST else ():
            kind = CITIZEN if value.text in known else value.kind
            yield FileFinding("request", str(place), *describe(kind), "record", place, notice=kind == FOREIGN)
        if place.field not in counted and whole_cards.is_whole_card(text):
            yield whole_cards.finding(place)
