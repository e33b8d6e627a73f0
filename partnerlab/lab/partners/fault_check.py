"""Whether a fault can strike at all: it exists, its words fit, and there is a message of the partner's for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partnerlab.contract.files import Layout
from partnerlab.contract.files.delimited.delimited_layout import Delimited
from partnerlab.contract.files.layout_model import Field
from partnerlab.lab.faults.catalogue import FAULT_KINDS, make_fault
from partnerlab.lab.faults.fault import FaultError, FaultKind, FaultTarget
from partnerlab.lab.partners.partner import Partner
from partnerlab.suggestions import unknown_name_message

Misfit = tuple[tuple[str, ...], str]
"""Under which word the mistake stands, and what it is."""

_NOTHING = {
    "answer": "nobody asks {} anything",
    "delivery": "{} sends no messages",
    "message": "{} sends no messages",
    "file": "{} leaves no files",
    "way": "{} sends nothing",
    "forward": "{} forwards nothing",
    "reception": "{} receives no files",
    "visit": "{} leaves no files",
}
_HOW = {
    "answer": "that {} answers",
    "delivery": "by which {} sends messages,",
    "message": "by which {} sends messages,",
    "file": "by which {} leaves files,",
    "way": "that {} sends",
    "forward": "by which {} forwards messages,",
    "reception": "by which {} receives files,",
    "visit": "by which {} leaves files,",
}


def misfits(partner: Partner, fault: str, operation: str | None, words: dict[str, Any]) -> Iterator[Misfit]:
    """Mistakes in a fault for this partner."""
    try:
        made = make_fault(fault, partner.faults, partner.name, operation, None, words)
    except FaultError as bad:
        yield ("fault",), str(bad)
        return
    place = made.kind.place
    struck = operations_struck(partner, place)
    if told := _other_channel(partner, made.kind):
        yield ("fault",), told
    elif not struck:
        yield ("fault",), f"'{fault}' would never strike: {_NOTHING[place].format(partner.name)}"
    elif operation and (
        told := unknown_name_message(f"operation {_HOW[place].format(partner.name)}", operation, struck)
    ):
        yield ("operation",), told
    elif place == "file":
        for name in sorted(struck & {made.operation or name for name in struck}):
            for word, told in _unfit(partner.layouts[name], made.kind.name, made.words):
                yield ("with", word), told


def could_strike(partner: Partner, kind: FaultKind) -> bool:
    """Whether there is anything of this partner that a fault of this kind could strike, whatever its words."""
    return not _other_channel(partner, kind) and bool(operations_struck(partner, kind.place))


def misdeliveries(partner: Partner, operation: str, name: str, words: dict[str, Any]) -> Iterator[Misfit]:
    """Mistakes in a delivery of this partner's operation."""
    layout = partner.layouts.get(operation)
    offered = [kind.name for kind in delivery_kinds(partner, operation)]
    if told := unknown_name_message("way to deliver", name, offered):
        yield (), told
        return
    try:
        kind = make_fault(name, {}, partner.name, None, 1, words).kind
    except FaultError as bad:
        yield (), str(bad)
        return
    if told := _other_channel(partner, kind):
        yield (), told
    for word, told in _unfit(layout, name, words) if layout else ():
        yield (name, word), told


def delivery_kinds(partner: Partner, operation: str) -> list[FaultKind]:
    """The ways in which what this partner sends by this operation may arrive, on whatever channel."""
    places = ("file", "way") if operation in partner.layouts else ("delivery", "message", "way")
    return [kind for kind in FAULT_KINDS.values() if kind.place in places]


def possible_deliveries(partner: Partner, operation: str) -> list[FaultKind]:
    """Those of them that can happen on the channel that was agreed."""
    return [kind for kind in delivery_kinds(partner, operation) if not _other_channel(partner, kind)]


def _unfit(layout: Layout, fault: str, words: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Which word no file of this layout can take, and why; of a name the value is not known yet."""
    line = words.get("line")
    if isinstance(line, int) and line < 1:
        yield "line", f"lines are counted from 1, there is no line {words['line']}"
    if "field" not in words or words["field"].startswith("$"):
        return
    fields = [field for field in _fields(layout, fault) if field.name == words["field"]]
    if told := unknown_name_message("field", words["field"], [field.name for field in _fields(layout, fault)]):
        yield "field", told
    elif not words["text"].startswith("$") and (told := _unwritable(layout, fields, words["text"])):
        yield "text", told


def _unwritable(layout: Layout, fields: list[Field], text: str) -> str | None:
    """Why none of these fields can hold a text, if so; a cell of a delimited file is as wide as what stands in it."""
    try:
        size = len(text.encode(layout.encoding))
    except UnicodeEncodeError as bad:
        return f"'{text[bad.start]}' cannot be written in {layout.encoding}"
    widths = {field.width for field in fields}
    if isinstance(layout, Delimited) or size in widths:
        return None
    return f"'{fields[0].name}' is {' or '.join(map(str, sorted(widths)))} bytes wide, '{text}' has {size}"


def _other_channel(partner: Partner, kind: FaultKind) -> str | None:
    """Why a fault of one file channel, or of envelopes, cannot strike a partner that has agreed on another."""
    if kind.channel in (None, *partner.file_channels, "openpgp" if partner.seals_files else None):
        return None
    ours = " and ".join(partner.file_channels) or "no channel for files"
    return f"'{kind.name}' would never strike: it is a fault of {kind.channel}, and {partner.name} uses {ours}"


def operations_struck(partner: Partner, place: FaultTarget) -> set[str]:
    """The operations whose messages a fault of this place can strike."""
    if place == "answer":
        return (partner.answers - partner.layouts.keys()) | (partner.functions.keys() & {"admit", "forward"})
    if place == "forward":
        return partner.functions.keys() & {"forward"}
    if place == "reception":
        return partner.answers & partner.layouts.keys()
    files = partner.sends & partner.layouts.keys()
    messages = partner.sends - files
    struck = {"delivery": messages, "message": messages, "file": files, "way": partner.sends, "visit": files}
    return struck[place]


def _fields(layout: Layout, fault: str) -> list[Field]:
    """The fields that a fault of files may strike: those of the trailer, or of any record."""
    records = layout.model.records
    struck = [record for role, record in records.items() if fault != "wrong_trailer" or role == "trailer"]
    return [field for record in struck for field in record.fields]
