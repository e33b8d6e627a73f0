"""Rules about the marks that let a judge compare: the era of a date."""

from __future__ import annotations

import re

from partnerlab.conformance.partner_folder.partner_elements import elements_of
from partnerlab.contract.http.element import Element
from partnerlab.contract.json_dates import MARK
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry

_NAMED = re.compile(
    r"(?<![uU]p)date(?!base)(?!code)|birth_?day|timestamp|(?:^|_)(?:day|month|moment)$|[a-z](?:Day|Month|Moment|At)$"
    r"|(?<![uU]p)Date|Birth_?[dD]ay|TimeStamp|^(?:Day|Month|Moment)$|_at$"
)
"""Names that nobody doubts to be of dates."""
_LOOKS = re.compile(r"\[0-9\]\{[24]\}\)?-(?:\(0|\[0|\[01)|/2\[5-9\]|^\^2\[0-9\]\{7\}\$$")
"""Patterns of a year before a month, of a Buddhist year behind a slash, or of eight digits that begin with 2."""
_SAID = re.compile(r"YYYY|yyyy|Buddhist (?:era|year)|Gregorian", re.IGNORECASE)


def dates(kit: Registry, partner: Partner) -> list[str]:
    """A date that does not say its era is good in the wrong one."""
    found = dict.fromkeys((file, element.path) for file, element in elements_of(partner) if is_unmarked_date(element))
    return [
        f"{file}: {path}: is a date, and does not say how it is written: {MARK}: {{format: YYYY-MM-DD, era: ce}}"
        for file, path in found
    ]


def is_unmarked_date(element: Element) -> bool:
    """Whether a field is a date by its name, its form or its description, and no mark says of which era."""
    data = element.data
    types = {data["type"]} if isinstance(data.get("type"), str) else set(data.get("type", ()))
    if not element.leaf or MARK in data or {"const", "enum"} & data.keys() or not types & {"string", "integer"}:
        return False
    form, described = str(data.get("pattern", "")), str(data.get("description", ""))
    return (
        data.get("format") in ("date", "date-time")
        or bool(_NAMED.search(element.name))
        or bool(_LOOKS.search(form))
        or bool(_SAID.search(described))
    )
