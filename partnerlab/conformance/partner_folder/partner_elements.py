"""Operations, parameters and fields of one partner's OpenAPI documents, for the rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from partnerlab.contract.http.branch_source import operation_sources
from partnerlab.contract.http.element import Element, elements
from partnerlab.contract.http.operation_source import OperationSource
from partnerlab.lab.partners.partner import CONSUMER, Partner


def documents_of(partner: Partner) -> list[Path]:
    """The documents that there are."""
    files = (partner.contracts / name for name in (partner.provider_file, CONSUMER))
    return [file for file in files if file.is_file()]


def operations_of(partner: Partner) -> Iterator[tuple[Path, OperationSource]]:
    """Every operation, with its document."""
    for file in documents_of(partner):
        for source in operation_sources(partner.documents, f"{partner.name}/{file.name}"):
            yield file, source


def element_place(partner: Partner, element: Element) -> str:
    """Where an element stands, by file, line and column, and its path in the operation."""
    store, place = partner.documents, element.place
    document, node = (place.document, store.pointer(*place)) if place else (element.document, element.data)
    return f"{store.location(document, node)}: {element.path}"


def operation_place(partner: Partner, source: OperationSource) -> str:
    """Where an operation stands, by file, line and column, and its name."""
    return f"{partner.documents.location(source.place.document, partner.documents.pointer(*source.place))}: {source.id}"


def elements_of(partner: Partner) -> Iterator[tuple[Path, Element]]:
    """Every parameter and schema of every operation, with its document."""
    for file, source in operations_of(partner):
        yield from ((file, element) for element in elements(partner.documents, source))
