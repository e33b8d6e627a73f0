"""Rules about two marks of fields: `x-identifies` (the subject of an answer) and `x-date` (form and era of a date)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from partnerlab.conformance.partner_folder.partner_elements import (
    element_place,
    elements_of,
    operation_place,
    operations_of,
)
from partnerlab.contract.http.element import Element, elements
from partnerlab.contract.http.operation_source import OperationSource
from partnerlab.contract.identity.answer_identity import MARK as IDENTIFIES
from partnerlab.contract.identity.answer_identity import as_list, identity_mistakes
from partnerlab.contract.identity.payment_identity import DIFFERS, REPEATS, numbered_mistakes
from partnerlab.contract.json_dates import MARK
from partnerlab.contract.open_lists import MARK as OPEN
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry

_NAMED = re.compile(
    r"(?<![uU]p)(?<![mM]an)date(?!base)(?!code)|birth_?day|timestamp|(?:^|_)(?:day|month|moment)$"
    r"|[a-z](?:Day|Month|Moment|At)$|(?<![uU]p)Date|Birth_?[dD]ay|TimeStamp|^(?:Day|Month|Moment)$|_at$"
)
"""Names that nobody doubts to be of dates."""
_LOOKS = re.compile(r"\[0-9\]\{[24]\}\)?-(?:\(0|\[0|\[01)|/2\[5-9\]|^\^2\[0-9\]\{7\}\$$")
"""Patterns of a year before a month, of a Buddhist year behind a slash, or of eight digits that begin with 2."""
_SAID = re.compile(r"YYYY|yyyy|Buddhist (?:era|year)|Gregorian", re.IGNORECASE)

GIVEN = "x-given-by"
NAMELESS = "x-names-nobody"
"""Of an operation: why its answer names nobody that was asked about."""
_FIRST_BAD_STATUS = 300
_KINDS = {
    "person": re.compile(r"citizen_?id|personal_?id|pid$|identity_?id|national_?id", re.IGNORECASE),
    "company": re.compile(r"juristic_?id|company_?(?:id|number)", re.IGNORECASE),
    "house": re.compile(r"house_?(?:id|code)$", re.IGNORECASE),
    "bill": re.compile(r"invoice|^ref(?:erence)?_?2$", re.IGNORECASE),
    "payment": re.compile(r"tran(?:saction)?_?id$", re.IGNORECASE),
    "request": re.compile(r"request_?id$", re.IGNORECASE),
}
"""Names of fields that nobody doubts to identify somebody, or something that belongs to somebody."""


def identities(kit: Registry, partner: Partner) -> list[str]:
    """An answer that names its subject says so; else one about a neighbour is as good."""
    found: dict[str, None] = {}
    places: dict[tuple[str, str], set[str]] = {}
    for file, source in operations_of(partner):
        walked = list(elements(partner.documents, source))
        asked = [element for element in walked if element.side == "request"]
        kinds = {kind for element in asked for kind in _kinds(element)}
        marked = {element.path for element in walked if IDENTIFIES in element.data}
        found |= dict.fromkeys(
            f"{operation_place(partner, source)}: {mistake}" for mistake in _nameless(source, walked)
        )
        for element in (element for element in walked if element.side == "answer"):
            if element.leaf and element.path not in marked and (same := sorted(kinds & _kinds(element))):
                found[
                    f"{element_place(partner, element)}: names a {same[0]}, as the request does, and is not marked: "
                    f"{IDENTIFIES}: {{kind: {same[0]}, must_equal: request/…}}, or another: true"
                ] = None
            for mistake in _mark_mistakes(element):
                found[f"{element_place(partner, element)}: {mistake}"] = None
            for place in _compared(element):
                places.setdefault((f"{file}: {element.name}", place), set()).update(_places(asked))
        found |= dict.fromkeys(
            f"{element_place(partner, element)}: {mistake}" for element in asked for mistake in _giver(partner, element)
        )
    for (where, place), known in places.items():
        if "/".join("*" if step.isdecimal() else step for step in place.split("/")) not in known:
            found[f"{where}: there is no {place} in the request of any operation"] = None
    return list(found)


def _giver(partner: Partner, element: Element) -> Iterator[str]:
    """What is wrong with the mark of a value that an earlier answer gave."""
    if (told := element.data.get(GIVEN)) is not None:
        name, _, field = str(told).partition("/")
        known = sorted({source.id for _, source in operations_of(partner)})
        if name not in known or not field:
            yield f"{GIVEN}: expected operation/field, seen '{told}'; operations: {', '.join(known)}"


def _nameless(source: OperationSource, walked: list[Element]) -> Iterator[str]:
    """An answer about a person that holds no identifier cannot be compared with the request; the contract says why."""
    asked = [element for element in walked if element.side == "request" and IDENTIFIES in element.data]
    kinds = sorted({kind for element in asked for kind in _kinds(element)})
    marks = [mark for e in walked if e.side == "answer" for mark in as_list(e.data.get(IDENTIFIES, []))]
    compares = any("must_equal" in mark for mark in marks)
    has_body = any(bodies for status, bodies in source.answers.items() if status < _FIRST_BAD_STATUS)
    said = source.data.get(NAMELESS)
    if kinds and has_body and not compares and not isinstance(said, str):
        yield f"is asked about a {kinds[0]}, and its answer names nobody to compare; say why: {NAMELESS}: …"
    if said is not None and compares:
        yield f"{NAMELESS}: and yet its answer is compared with what the request names"


def _kinds(element: Element) -> set[str]:
    """What a field identifies, as its mark says, else by its name."""
    if IDENTIFIES in element.data:
        return {mark.get("kind", "") for mark in as_list(element.data[IDENTIFIES])}
    return {kind for kind, named in _KINDS.items() if named.search(element.name)} if element.leaf else set()


def _mark_mistakes(element: Element) -> Iterator[str]:
    if IDENTIFIES in element.data:
        yield from identity_mistakes(element.data[IDENTIFIES])
    for mark in (DIFFERS, REPEATS):
        if mark in element.data:
            yield from numbered_mistakes(mark, element.data[mark])


def _compared(element: Element) -> Iterator[str]:
    """The places of a request with which a field of an answer is compared."""
    for told in as_list(element.data[IDENTIFIES]) if IDENTIFIES in element.data else ():
        named = told.get("must_equal", [])
        yield from [named] if isinstance(named, str) else named
    for mark in (DIFFERS, REPEATS):
        for told in as_list(element.data[mark]) if mark in element.data else ():
            yield from told.get("of", ())


def _places(asked: list[Element]) -> Iterator[str]:
    """Where each field of a request stands, as a mark says it: `request/query/CitizenID`, `request/body/head/id`."""
    for element in asked:
        _, part, rest = element.path.split("/", 2)
        if element.is_parameter:
            yield f"request/{part}/{rest}"
        else:
            yield "request/body/" + "/".join(rest.split("/")[2:])


def dates(kit: Registry, partner: Partner) -> list[str]:
    """A date that does not say its era is good in the wrong one."""
    told = f"is a date, and does not say how it is written: {MARK}: {{format: YYYY-MM-DD, era: ce}}"
    found = [element for _, element in elements_of(partner) if is_unmarked_date(element)]
    return list(dict.fromkeys(f"{element_place(partner, element)}: {told}" for element in found))


def is_unmarked_date(element: Element) -> bool:
    """Whether a field is a date by its name, its form or its description, and no mark says of which era."""
    data = element.data
    types = {data["type"]} if isinstance(data.get("type"), str) else set(data.get("type", ()))
    if not element.leaf or MARK in data or {"const", "enum", OPEN} & data.keys() or not types & {"string", "integer"}:
        return False
    form, described = str(data.get("pattern", "")), str(data.get("description", ""))
    return (
        data.get("format") in ("date", "date-time")
        or bool(_NAMED.search(element.name))
        or bool(_LOOKS.search(form))
        or bool(_SAID.search(described))
    )
