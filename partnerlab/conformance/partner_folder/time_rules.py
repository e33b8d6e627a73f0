"""Rules about the time that a message states of its own making, so that a wrong clock is noticed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from partnerlab.conformance.partner_folder.partner_elements import element_place, operations_of
from partnerlab.contract.files import Layout
from partnerlab.contract.http.element import Element, elements
from partnerlab.contract.json_dates import MARK as DATE
from partnerlab.contract.message_time import MARK, NONE, tolerance_mistakes
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry

_OWN = re.compile(
    r"^tran(?:s|saction)?_?date(?:_?time)?$|^time_?stamp$|^(?:sent|created|issued|paid|voided|processed)_?(?:at|on|date)$"
    r"|^(?:paid|void|creation|send|processed)_?date(?:_?time)?$",
    re.IGNORECASE,
)
"""Names of the time at which a message, or what it tells of, was made."""
_WRITTEN = f"{MARK}: {{ahead: 5 minutes, behind: 1 days}}, or {NONE}"


def message_times(kit: Registry, partner: Partner) -> list[str]:
    """The time that a message states is held against its maker's clock, or the contract says that it is none."""
    found: dict[str, None] = {}
    for _, source in operations_of(partner):
        by_path: dict[str, list[Element]] = {}
        for element in elements(partner.documents, source):
            by_path.setdefault(element.path, []).append(element)
        for same in by_path.values():
            found |= dict.fromkeys(f"{element_place(partner, same[0])}: {mistake}" for mistake in _mistakes(same))
    found |= dict.fromkeys(
        f"{_file(partner, name)}: {mistake}"
        for name, layout in partner.layouts.items()
        for mistake in _of_layout(layout)
    )
    return list(found)


def _mistakes(same: list[Element]) -> Iterator[str]:
    """What is wrong with the marks of one field, which several schemas may describe together."""
    marks = [element.data[MARK] for element in same if MARK in element.data]
    dates = [element.data[DATE] for element in same if DATE in element.data]
    if not marks and dates and not same[0].is_parameter and _OWN.search(same[0].name):
        yield f"says when it was made, by its name; add {_WRITTEN}"
    if marks and same[0].is_parameter:
        yield f"{MARK}: stands at a parameter, of which no time is judged; state it in a body"
    if marks and not dates:
        yield f"{MARK}: stands beside no {DATE}, which says how the time is written"
    if marks and any("DD" not in str(date.get("format", "")) for date in dates if isinstance(date, dict)):
        yield f"{MARK}: stands at a date without a day"
    for mark in marks:
        yield from tolerance_mistakes(mark)


def _of_layout(layout: Layout) -> Iterator[str]:
    for role, record in layout.model.records.items():
        for field in record.fields:
            if field.kind == "date" and _OWN.search(field.name) and not (field.message_time or field.no_message_time):
                yield f"{role}: '{field.name}' says when it was made, by its name; add {_WRITTEN[2:].replace('-', '_')}"


def _file(partner: Partner, name: str) -> Path:
    return partner.contracts / "files" / f"{name}.layout.yaml"
