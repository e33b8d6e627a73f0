"""Describe the difference of two texts without quoting either, for reports in which both are covered."""

from __future__ import annotations

import re
from typing import Any

from partnerlab.scenario.verdicts import Verdict

_OF_PARTS = ("{", "[")
"""How a mapping, a matcher or a list begins: what is in it is covered part by part."""


def difference(expected: str, seen: str) -> str:
    """How what was seen differs from what was expected."""
    if expected.casefold() == seen.casefold():
        return "differs in upper and lower case alone"
    if _plain(expected) == _plain(seen):
        return "differs in spaces or dashes alone"
    lengths = f"{len(expected)} characters were expected, {len(seen)} seen"
    if sorted(expected) == sorted(seen):
        return f"has the same characters in another order; {_first(expected, seen)}"
    return f"differs; {_first(expected, seen)}" + ("" if len(expected) == len(seen) else f"; {lengths}")


def tell_covered_apart(told: dict[str, Any], verdict: Verdict) -> dict[str, Any]:
    """A failure of which something is covered, with a word on how what was expected and what was seen differ.

    `told` has `expected`, `actual` and `near_misses` of the verdict, covered.
    """
    notes = []
    for miss, original in zip(told["near_misses"], verdict.near_misses, strict=True):
        for criterion, plain in zip(miss["criteria"], original["criteria"], strict=True):
            is_covered = criterion["expected"] != plain["expected"] or criterion["seen"] != plain["seen"]
            if is_covered and not plain["ok"] and not plain["expected"].startswith(_OF_PARTS):
                note = difference(plain["expected"], plain["seen"])
                criterion["seen"] = f"{criterion['seen']} ({note})"
                notes.append(f"{plain['name']}: {note}")
    if notes and isinstance(verdict.actual, dict):
        told["actual"] = f"{told['actual']} ({'; '.join(notes)})"
    return told


def _plain(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


def _first(expected: str, seen: str) -> str:
    both = zip(expected, seen, strict=False)
    same = next((index for index, (one, other) in enumerate(both) if one != other), min(len(expected), len(seen)))
    return f"the first {same} characters agree" if same else "the first character differs already"
