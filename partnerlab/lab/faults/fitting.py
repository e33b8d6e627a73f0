"""Whether a fault can strike at all: it exists, its words fit, and there is a message of the partner's for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partnerlab.contract.records import Layout
from partnerlab.lab.faults.catalogue import KINDS, FaultError, Place, make
from partnerlab.lab.offers import unknown
from partnerlab.lab.registry import Partner

Misfit = tuple[tuple[str, ...], str]
"""Under which word the mistake stands, and what it is."""

_NOTHING = {
    "answer": "nobody asks {} anything",
    "delivery": "{} sends no messages",
    "file": "{} leaves no files",
    "way": "{} sends nothing",
}
_HOW = {
    "answer": "that {} answers",
    "delivery": "by which {} sends messages,",
    "file": "by which {} leaves files,",
    "way": "that {} sends",
}


def misfits(partner: Partner, fault: str, operation: str | None, words: dict[str, Any]) -> Iterator[Misfit]:
    """What is wrong with letting this partner misbehave so."""
    try:
        make(fault, partner.faults, partner.name, operation, None, words)
    except FaultError as bad:
        yield ("fault",), str(bad)
        return
    place = KINDS[partner.faults.get(fault, {}).get("kind", fault)].place
    struck = _struck(partner, place)
    if not struck:
        yield ("fault",), f"'{fault}' would never strike: {_NOTHING[place].format(partner.name)}"
    elif operation and (told := unknown(f"operation {_HOW[place].format(partner.name)}", operation, struck)):
        yield ("operation",), told


def misdeliveries(partner: Partner, operation: str, name: str, words: dict[str, Any]) -> Iterator[Misfit]:
    """What is wrong with delivering so what this partner sends by this operation."""
    layout = partner.layouts.get(operation)
    places = ("file" if layout else "delivery", "way")
    if told := unknown("way to deliver", name, [kind.name for kind in KINDS.values() if kind.place in places]):
        yield (), told
        return
    try:
        make(name, {}, partner.name, None, 1, words)
    except FaultError as bad:
        yield (), str(bad)
    if layout and "field" in words and (told := unknown("field", words["field"], _fields(layout, name))):
        yield (name, "field"), told


def _struck(partner: Partner, place: Place) -> set[str]:
    """The operations whose messages a fault of this place can strike."""
    if place == "answer":
        return (partner.answers - partner.layouts.keys()) | (partner.functions.keys() & {"admit"})
    files = partner.sends & partner.layouts.keys()
    return {"delivery": partner.sends - files, "file": files, "way": partner.sends}[place]


def _fields(layout: Layout, fault: str) -> list[str]:
    """The fields that a fault of files may strike: those of the trailer, or of any record."""
    records = layout.model.records
    struck = [record for role, record in records.items() if fault != "wrong_trailer" or role == "trailer"]
    return [field.name for record in struck for field in record.fields]
