"""Rules about money: a partner that pays marks in its contract what moves money (`x-money`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from partnerlab.conformance.partner_folder.partner_elements import operations_of
from partnerlab.contract.files import Layout
from partnerlab.contract.http.element import Element, elements
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.identity.payment_identity import DIFFERS, REPEATS
from partnerlab.contract.open_lists import MARK as OPEN
from partnerlab.lab.partners.partner import CONSUMER, Partner
from partnerlab.lab.partners.registry import Registry


def money_mistakes(kit: Registry, partner: Partner) -> list[str]:
    """Missing marks of money, and marks that fit no field."""
    marked = [*_marked_operations(partner)]
    files = {name: layout for name, layout in partner.layouts.items() if layout.model.money}
    found = [*_agreed(partner, marked, files), *_taken_back(partner, marked, files), *_directions(partner, files)]
    found += [*_debits(partner, files), *_receipts(marked)]
    return found + [mistake for file, operation in marked for mistake in _places(partner, file, operation)]


def _receipts(marked: list[tuple[Path, Operation]]) -> Iterator[str]:
    """An operation that takes payments marks the receipt number, so that one used twice is noticed."""
    for file, operation in marked:
        if operation.money and operation.money.takes:
            marks = {field.mark for fields in operation.numbered.values() for field in fields}
            for mark in sorted({DIFFERS, REPEATS} - marks):
                example = f"{mark}: {{what: receipt, of: [request/body/…]}}"
                yield f"{file}: {operation.id}: takes money, and no field of its answer has {example}"


def _marked_operations(partner: Partner) -> Iterator[tuple[Path, Operation]]:
    for name, document in ((partner.provider_file, partner.provider), (CONSUMER, partner.consumer)):
        for operation in document.operations.values() if document else ():
            if operation.money:
                yield partner.contracts / name, operation


def _layout_file(partner: Partner, name: str) -> Path:
    return partner.contracts / "files" / f"{name}.layout.yaml"


def _agreed(partner: Partner, marked: list[tuple[Path, Operation]], files: dict[str, Layout]) -> Iterator[str]:
    """Agreement and contract must name the same payer, under the same code."""
    where = partner.contracts / "agreement.yaml"
    takes = [f"{file}: {operation.id}" for file, operation in marked if operation.money and operation.money.takes]
    takes += [str(_layout_file(partner, name)) for name, layout in files.items() if _says(layout, "takes")]
    if partner.pays and not takes:
        yield (
            f"{where}: it pays, and nothing in its contract says what hands money over: "
            "x-money: {takes: …} of an operation, or money: {takes: …} of a layout"
        )
    for place in takes:
        if not partner.pays:
            yield f"{place}: takes money, and by its agreement the partner does not pay"
        elif not partner.booked_as:
            yield f"{place}: takes money, and {where.name} does not say under which name our side books it: codes"


def _taken_back(partner: Partner, marked: list[tuple[Path, Operation]], files: dict[str, Layout]) -> Iterator[str]:
    """A payment has a reversal, or the contract says that it cannot be reversed."""
    if any(operation.money and operation.money.takes_back for _, operation in marked):
        return
    for file, operation in marked:
        if operation.money and operation.money.takes and not operation.money.never_taken_back:
            yield f"{file}: {operation.id}: x-money: nothing says what takes the money back; takes_back: never, if so"
    for name, layout in files.items():
        if layout.model.money and layout.model.money.takes and not layout.model.money.never_taken_back:
            where = _layout_file(partner, name)
            yield f"{where}: money: nothing says what takes the money back; takes_back: never, if so"


def _directions(partner: Partner, files: dict[str, Layout]) -> Iterator[str]:
    """Money comes in a file to our side, which answers it."""
    for name, layout in files.items():
        word = next(word for word in ("takes", "answers", "asks") if _says(layout, word))
        if (word == "takes") != (name in partner.sends):
            side = "the partner leaves for our side" if word == "takes" else "our side leaves for the partner"
            yield f"{_layout_file(partner, name)}: money: '{word}' belongs to a file that {side}"
    if any(_says(layout, "takes") for layout in files.values()) and not _named(files, "answers"):
        yield (
            f"{partner.contracts / 'files'}: no layout says of which file it is the answer, and that it was taken up: "
            "money: {answers: …, accepted: …}; what comes in a file would wait for ever"
        )


def _debits(partner: Partner, files: dict[str, Layout]) -> Iterator[str]:
    """A bank that debits is asked for each debit, and its result names what was asked."""
    asks, takes = _named(files, "asks"), _named(files, "takes")
    for word, name in (("asks", asks), ("takes", takes)):
        if partner.debits and not name:
            yield f"{partner.contracts / 'files'}: it debits what we ask for, and no layout says money: {{{word}: …}}"
    results = {name: layout for name, layout in files.items() if _says(layout, "takes")}
    for name in (name for name, layout in files.items() if _says(layout, "asks") and results):
        yield from _unnamed(partner, name, files[name], results)


def _unnamed(partner: Partner, asks: str, asking: Layout, results: dict[str, Layout]) -> Iterator[str]:
    """The fields by which a debit is known, of which no kind of result has all."""
    wanted = asking.model.money.once if asking.model.money else ()
    known = {name: {field.name for field in layout.model.records["detail"].fields} for name, layout in results.items()}
    if not any(fields.issuperset(wanted) for fields in known.values()):
        nearest = max(known, key=lambda name: len(known[name].intersection(wanted)))
        for field in (field for field in wanted if field not in known[nearest]):
            yield f"{_layout_file(partner, asks)}: money: once: '{field}' is not in the details of {nearest}"


def _says(layout: Layout, word: str) -> bool:
    return getattr(layout.model.money, word, None) is not None


def _named(files: dict[str, Layout], word: str) -> str | None:
    return next((name for name, layout in files.items() if _says(layout, word)), None)


def _places(partner: Partner, file: Path, operation: Operation) -> Iterator[str]:
    """Each place that a mark names is in the message, and each value can stand there."""
    source = next(source for _, source in operations_of(partner) if source.id == operation.id)
    marks, where = operation.money, f"{file}: {operation.id}: x-money"
    if marks is None:
        return
    walked = list(elements(partner.documents, source))
    asked = {_place(operation, place) for place in walked if place.side == "request"}
    for named in marks.request_places():
        if _lower(named) not in asked:
            yield f"{where}: there is no {named} in the request"
    for named, values in marks.answer_values():
        known = [place.data for place in walked if place.side == "answer" and _place(operation, place) == named]
        if named != "status" and not known:
            yield f"{where}: there is no {named} in any answer"
        for value in values:
            offered = [str(status) for status in operation.answers] if named == "status" else _offered(known)
            if offered and value not in offered:
                yield f"{where}: {named} is never '{value}'; it is one of {', '.join(offered)}"


def _place(operation: Operation, place: Element) -> str:
    """Where it stands, as a mark says it: `body/amount`, `path/number`."""
    rest = place.path.removeprefix(f"{operation.id}/")
    if place.is_parameter:
        return _lower(rest)
    kinds = {"request": operation.request} | {str(status): kinds for status, kinds in operation.answers.items()}
    part, _, within = rest.partition("/")
    media = next((media for media in kinds.get(part, ()) if within.lower().startswith(f"{media}/")), "")
    return f"body/{within[len(media) + 1 :]}"


def _lower(named: str) -> str:
    return named.lower() if named.startswith("header/") else named


def _offered(schemas: list[Any]) -> list[str]:
    """The values that these schemas list; none where one of them lists nothing."""
    lists = [[schema["const"]] if "const" in schema else schema.get("enum", schema.get(OPEN, [])) for schema in schemas]
    return list(dict.fromkeys(str(value) for values in lists for value in values)) if all(lists) else []
