"""Rules about lists of codes: one that a partner may lengthen is not known to be closed."""

from __future__ import annotations

from collections.abc import Iterator

from partnerlab.conformance.partner_folder.partner_elements import element_place, operations_of
from partnerlab.contract.files import Layout
from partnerlab.contract.http.element import Element, elements
from partnerlab.contract.open_lists import MARK, list_mistakes
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry

CLOSED = "x-closed"
_GUESSED = ("observed", "inferred")
"""Grades of what was seen of others, or concluded: there may be more of it."""


def code_lists(kit: Registry, partner: Partner) -> list[str]:
    """A code list of a partner that is only observed or inferred says whether it is closed."""
    found: dict[str, None] = {}
    for file, source in operations_of(partner):
        theirs = "answer" if file.name == partner.provider_file else "request"
        for element in elements(partner.documents, source):
            mistakes = _mistakes(element, element.side == theirs)
            found |= dict.fromkeys(f"{element_place(partner, element)}: {mistake}" for mistake in mistakes)
    for name in partner.sends:
        if layout := partner.layouts.get(name):
            where = partner.contracts / "files" / f"{name}.layout.yaml"
            found |= dict.fromkeys(f"{where}: {mistake}" for mistake in _of_layout(layout))
    return list(found)


def _mistakes(element: Element, theirs: bool) -> Iterator[str]:
    data = element.data
    if MARK in data:
        yield from list_mistakes(data)
        if element.is_parameter:
            yield f"{MARK}: stands at a parameter, where no list is open"
    if CLOSED in data and (data[CLOSED] is not True or "enum" not in data):
        yield f"{CLOSED}: expected true, beside an `enum`"
    grade = (element.mark or {}).get("grade")
    if theirs and grade in _GUESSED and len(data.get("enum", ())) > 1 and CLOSED not in data:
        yield f"enum: is {grade}, so that there may be more codes: write {MARK} instead, or {CLOSED}: true beside it"


def _of_layout(layout: Layout) -> Iterator[str]:
    for role, record in layout.model.records.items():
        for field in record.fields:
            if field.kind == "code" and field.provenance in _GUESSED and field.open is None:
                told = f"its codes are {field.provenance}; say `open: true`, or false if there are no more"
                yield f"{role}: '{field.name}': {told}"
