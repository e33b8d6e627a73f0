"""A record file that somebody has made, held against its layout, with a ruler under each wrong byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from partnerlab.contract.records import Layout
from partnerlab.contract.records.judging import Verdict
from partnerlab.contract.records.places import RecordFinding
from partnerlab.contract.records.ruler import Language
from partnerlab.contract.records.stream import LONGEST_LINE
from partnerlab.lab.registry import Kit, KitError, Partner

SHOWN = 100
"""Findings that are drawn; a ruined file has one on every line, and all are counted."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file and what its judge thinks of it."""

    partner: Partner
    operation: str
    path: Path
    verdict: Verdict

    @property
    def layout(self) -> Layout:
        return self.partner.layouts[self.operation]

    def rulers(self, language: Language) -> Iterator[str]:
        """Each kept finding drawn under its line, with personal data covered."""
        with self.path.open("rb") as file:
            for finding in self.verdict.findings:
                line = b""
                if finding.place is not None:
                    file.seek(_begin(finding))
                    line = file.readline(LONGEST_LINE)
                yield self.layout.ruler(finding, line, language)


def check_file(kit: Kit, kind: str, path: Path, *, named: bool = True, limit: int = SHOWN) -> CheckedFile:
    """Judge a file of this kind, `partner/layout`; its name too, if it is `named` as it would travel.

    `KitError` for a kind that does not exist, with those that do. Takes constant memory.
    """
    partner, operation = layout_of(kit, kind)
    verdict = partner.layouts[operation].judge(path, path.name if named else None, limit=limit)
    return CheckedFile(partner, operation, path, verdict)


def layout_of(kit: Kit, kind: str) -> tuple[Partner, str]:
    """The layout that `partner/layout` names."""
    name, _, operation = kind.partition("/")
    if name not in kit.partners or operation not in kit.partners[name].layouts:
        raise KitError(f"there is no layout '{kind}'; there are: {', '.join(kinds(kit))}")
    return kit.partners[name], operation


def kinds(kit: Kit) -> list[str]:
    """Every layout there is, as `partner/layout`."""
    return [f"{partner.name}/{layout}" for partner in kit.partners.values() for layout in partner.layouts]


def _begin(finding: RecordFinding) -> int:
    """Where the line of a finding begins in the file."""
    assert finding.place is not None
    return finding.place.offset - (finding.place.start - 1)
