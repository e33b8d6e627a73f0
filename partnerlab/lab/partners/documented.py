"""Documented elements of a partner that a scenario can meet: statuses, codes, named states, faults.

An element is written as the page on coverage shows it: `payment 401`, `responseCode=1004`, or the name of a state or
fault. A code is one of a partner, in whichever of its answers or files the field stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from partnerlab.contract.code_lists import CodeLists, code_lists
from partnerlab.contract.http.branch_source import operation_sources
from partnerlab.contract.http.document import OpenApiDocument
from partnerlab.contract.identity.marked_places import ANY, Path
from partnerlab.lab.partners.partner import Partner

KINDS = ("statuses", "codes", "states", "faults")

Elements = dict[str, list[str]]
"""By kind the elements of one partner, in the order in which they are documented."""


def documented(partner: Partner) -> Elements:
    """Everything that is documented of a partner."""
    return {
        "statuses": list(_statuses(partner)),
        "codes": list(dict.fromkeys(_codes(partner))),
        "states": list(partner.states["states"]),
        "faults": list(partner.faults),
    }


def our_statuses(partner: Partner) -> set[str]:
    """Those of its statuses that our side answers."""
    operations = partner.consumer.operations.values() if partner.consumer else ()
    return {status_element(operation.id, status) for operation in operations for status in operation.answers}


def status_element(operation: str, status: int) -> str:
    return f"{operation} {status}"


def code_element(path: Path, code: str) -> str:
    """A code under the name of its field; the items of a list of codes have the name of the list."""
    name = next(step for step in reversed(path) if step != ANY)
    return f"{name}={code}"


def codes_of_operations(partner: Partner) -> dict[str, CodeLists]:
    """The fields with codes in the answers of each operation, of those that have some."""
    found = {
        source.id: code_lists(partner.documents, source.answers)
        for document in _documents(partner)
        for source in operation_sources(partner.documents, document.name)
    }
    return {name: lists for name, lists in found.items() if lists}


def codes_of_files(partner: Partner) -> dict[str, CodeLists]:
    """The fields with codes in the records of each file, as `(field,)`; of several records each field once."""
    found: dict[str, CodeLists] = {}
    for name, layout in partner.layouts.items():
        fields = [field for record in layout.model.records.values() for field in record.fields]
        found[name] = {(field.name,): tuple(field.codes) for field in fields if len(field.codes) > 1}
    return {name: lists for name, lists in found.items() if lists}


def _statuses(partner: Partner) -> Iterator[str]:
    for document in _documents(partner):
        for operation in document.operations.values():
            yield from (status_element(operation.id, status) for status in sorted(operation.answers))


def _codes(partner: Partner) -> Iterator[str]:
    for lists in (*codes_of_operations(partner).values(), *codes_of_files(partner).values()):
        yield from (code_element(path, code) for path, codes in lists.items() for code in codes)


def _documents(partner: Partner) -> list[OpenApiDocument]:
    return [document for document in (partner.provider, partner.consumer) if document is not None]
