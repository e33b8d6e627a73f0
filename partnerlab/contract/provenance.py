"""Provenance of a contract's fields: published, observed, inferred or invented, counted by operation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.files import Layout
from partnerlab.contract.http.branch_source import operation_sources
from partnerlab.contract.http.element import elements
from partnerlab.contract.http.operation_source import OperationSource

GRADES = ("published", "observed", "inferred", "invented")
"""From what somebody has told the public to what we made up."""


@dataclass(frozen=True, slots=True)
class OperationProvenance:
    """How one operation is known: its own grade and source, and of its fields how many have which grade."""

    grade: str
    source: str
    fields: Mapping[str, int]


def of_document(store: DocumentStore, name: str) -> dict[str, OperationProvenance]:
    """Each operation of an OpenAPI document. A field without a mark has that of the schema around it."""
    return {source.id: _operation(store, source) for source in operation_sources(store, name)}


def of_layout(layout: Layout) -> OperationProvenance:
    """A record file: the fields of all its records, and the parts of its name."""
    model = layout.model
    grades = [field.provenance for record in model.records.values() for field in record.fields]
    grades += [model.name.provenance] * len(model.name.parts) if model.name else []
    return OperationProvenance(model.provenance, model.source, _counted(grades))


def _operation(store: DocumentStore, source: OperationSource) -> OperationProvenance:
    """Each field counts once, wherever references lead."""
    mark = source.data.get("x-provenance") or {}
    grade = mark.get("grade", GRADES[0])
    fields = {
        (element.owner, element.name): element.mark["grade"] if element.mark else grade
        for element in elements(store, source)
        if element.owner is not None
    }
    return OperationProvenance(grade, mark.get("source", ""), _counted(list(fields.values())))


def _counted(grades: list[str]) -> dict[str, int]:
    counts = Counter(grades)
    return {grade: counts[grade] for grade in GRADES if counts[grade]}
