"""Dates as a generator of requests writes them well: `x-date` as a pattern, of days that every month has."""

from __future__ import annotations

import re
from typing import Any

from partnerlab.contract.http.operation_source import VERBS
from partnerlab.contract.json_dates import MARK

_OURS = range(2020, 2048)
"""Gregorian years of our time."""
_PARTS = {
    "MM": "(0[1-9]|1[0-2])", "DD": "(0[1-9]|1[0-9]|2[0-8])", "hh": "([01][0-9]|2[0-3])", "mm": "[0-5][0-9]",
    "ss": "[0-5][0-9]", "#": "[0-9]", "*": "([.][0-9]{1,6})?",
}  # fmt: skip


_SENT = "x-sent"


def narrow_dates(whole: dict[str, Any]) -> None:
    """Give each date of a request the pattern of good ones. Answers keep their schemas: they may have any day."""
    for item in whole["paths"].values():
        for holder in (item, *(item[verb] for verb in VERBS if verb in item)):
            for part in ("parameters", "requestBody"):
                if part in holder:
                    holder[part] = _narrowed(whole, holder[part])


def _narrowed(whole: dict[str, Any], node: Any) -> Any:
    """A copy of a node whose dates have their patterns; what it refers to is copied too, since answers share it."""
    if isinstance(node, list):
        return [_narrowed(whole, item) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _narrowed(whole, item) for key, item in node.items() if key != "$ref"}
    if "$ref" in node:
        copy["$ref"] = _copied(whole, node["$ref"])
    if isinstance(copy.get(MARK), dict) and "string" in copy.get("type", ()):
        copy["pattern"] = date_pattern(copy[MARK])
        copy.pop("format", None)
    return copy


def _copied(whole: dict[str, Any], reference: str) -> str:
    """The reference to the narrowed copy of a schema."""
    copies = whole["components"].setdefault(_SENT, {})
    name = reference.removeprefix("#/").replace("/", ".").replace("~", "-")
    if name not in copies:
        copies[name] = {}  # before its content, which may refer to itself
        target: Any = whole
        for token in reference.removeprefix("#/").split("/"):
            target = target[token.replace("~1", "/").replace("~0", "~")]
        copies[name] |= _narrowed(whole, target)
    return f"#/components/{_SENT}/{name}"


def _years(mark: dict[str, Any]) -> tuple[str, str]:
    """The good years, of four digits and of two; those of our time where the range of the mark has any."""
    first, last = mark.get("range", (_OURS.start, _OURS.stop - 1))
    offset, century = (543, 2500) if mark["era"] == "be" else (0, 2000)
    years = [year for year in _OURS if first <= year <= last] or list(range(first, last + 1))
    written = [year + offset for year in years]
    short = [f"{year - century:02}" for year in written if 0 <= year - century < 100]
    return f"({'|'.join(map(str, written))})", f"({'|'.join(short)})"


def date_pattern(mark: dict[str, Any]) -> str:
    """A pattern of good dates."""
    long, short = _years(mark)
    parts = {"YYYY": long, "YY": short} | _PARTS
    tokens = re.findall(r"YYYY|YY|MM|DD|hh|mm|ss|#|\*|.", mark["format"])
    return "^" + "".join(parts.get(token, re.sub(r"([+.])", r"[\1]", token)) for token in tokens) + "$"
