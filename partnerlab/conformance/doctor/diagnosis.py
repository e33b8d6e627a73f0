"""A diagnosis: the result of one check of a connection, with the advice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from partnerlab.scenario.verdicts import Text

State = Literal["ok", "warning", "bad", "untried"]

Check = tuple[Text, Callable[[], Text]]
"""Its title, and what looks: it returns what was seen, or raises an `Ailment`."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`place` is what was looked at, such as an address; a check that is not `ok` says what to do."""

    place: str
    title: Text
    state: State
    evidence: Text
    fix: Text | None = None


class Ailment(Exception):
    """Something is not as it must be. The checks that build on it are not tried, unless it is a mere warning."""

    def __init__(self, evidence: Text, fix: Text, state: State = "bad") -> None:
        super().__init__(evidence["en"])
        self.evidence, self.fix, self.state = evidence, fix, state


_FAILED_BEFORE: Text = {"en": "the check before it failed", "th": "การตรวจข้อก่อนหน้าไม่ผ่าน"}
_MEND_FIRST: Text = {"en": "mend that first", "th": "แก้ไขข้อนั้นก่อน"}


def diagnose(place: str, checks: Iterator[Check]) -> Iterator[Diagnosis]:
    """Look at one place, check by check, until one fails."""
    failed = False
    for title, look in checks:
        if failed:
            yield Diagnosis(place, title, "untried", _FAILED_BEFORE, _MEND_FIRST)
            continue
        try:
            yield Diagnosis(place, title, "ok", look())
        except Ailment as ailment:
            failed = ailment.state == "bad"
            yield Diagnosis(place, title, ailment.state, ailment.evidence, ailment.fix)
