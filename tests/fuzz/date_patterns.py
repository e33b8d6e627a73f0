"""Dates as the fuzzer writes them well: `x-date` as a pattern, of days that every month has."""

from __future__ import annotations

import re
from typing import Any

from partnerlab.contract.json_dates import MARK

_YEARS = {"ce": ("20[0-4][0-9]", "[2-4][0-9]"), "be": ("25[5-8][0-9]", "[6-8][0-9]")}
_PARTS = {
    "MM": "(0[1-9]|1[0-2])", "DD": "(0[1-9]|1[0-9]|2[0-8])", "hh": "([01][0-9]|2[0-3])", "mm": "[0-5][0-9]",
    "ss": "[0-5][0-9]", "#": "[0-9]", "*": "([.][0-9]{1,3})?",
}  # fmt: skip


def narrow_dates(node: Any) -> None:
    """Give each text with a mark the pattern of its dates, in place of one that the calendar narrows."""
    for below in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        narrow_dates(below)
    if isinstance(node, dict) and isinstance(node.get(MARK), dict) and "string" in node.get("type", ()):
        node["pattern"] = date_pattern(node[MARK])
        node.pop("format", None)


def date_pattern(mark: dict[str, Any]) -> str:
    """A pattern of good dates."""
    long, short = _YEARS[mark["era"]]
    parts = {"YYYY": long, "YY": short} | _PARTS
    tokens = re.findall(r"YYYY|YY|MM|DD|hh|mm|ss|#|\*|.", mark["format"])
    return "^" + "".join(parts.get(token, re.sub(r"([+.])", r"[\1]", token)) for token in tokens) + "$"
