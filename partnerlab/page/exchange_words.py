"""How one exchange went, in one word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

VERDICTS = ("fail", "excused", "notice", "lost", "open", "pass")


def verdict_of(exchange: Mapping[str, Any]) -> str:
    """Whether it kept what was agreed; `excused` is what a fault broke on purpose, `open` what is not over."""
    failed = [finding for finding in exchange["findings"] if not finding.get("notice")]
    if any(not finding.get("excused") for finding in failed):
        return "fail"
    if failed:
        return "excused"
    if exchange["findings"]:
        return "notice"
    if exchange["lost"]:
        return "lost"
    return "pass" if exchange["answered"] or exchange["channel"] != "http" else "open"
