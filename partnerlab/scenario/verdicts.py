"""Verdicts (`pass`, `fail`, `skip` ...) as exceptions, each with its word and whose fault it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Text = dict[str, str]

WORDS = ("error", "fail", "not_received", "skip", "omit", "pass")
"""Worst first: a story is as good as its worst step."""

BLAME: dict[str, Text] = {
    "configuration": {"en": "configuration", "th": "การตั้งค่า"},
    "partner": {"en": "the partner", "th": "คู่เชื่อมโยง"},
    "system_under_test": {"en": "the system under test", "th": "ระบบที่ทดสอบ"},
    "simulator": {"en": "the simulator", "th": "ตัวจำลอง"},
    "scenario": {"en": "the scenario", "th": "สถานการณ์ทดสอบ"},
    "network": {"en": "the network", "th": "เครือข่าย"},
}


class Verdict(Exception):
    """A step that did not pass: the word, the reason in both languages, and what was expected and seen."""

    word = "error"

    def __init__(
        self,
        en: str,
        th: str,
        *,
        blame: str | None = None,
        expected: Any = None,
        actual: Any = None,
        near_misses: list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(en)
        self.reason: Text = {"en": en, "th": th}
        self.blame, self.expected, self.actual = blame, expected, actual
        self.near_misses = near_misses or []


class Fail(Verdict):
    """It happened, and it was wrong."""

    word = "fail"


class NotReceived(Verdict):
    """It did not happen within its window."""

    word = "not_received"


class Skip(Verdict):
    """It could not be told."""

    word = "skip"


class Omit(Verdict):
    """It does not apply."""

    word = "omit"


class Error(Verdict):
    """An error of ours: the lab broke, and no other party is judged."""

    word = "error"


def worst(words: Iterable[str]) -> str:
    """The word of the whole, out of the words of its parts; nothing at all is a pass."""
    found = set(words)
    return next((word for word in WORDS if word in found), "pass")
