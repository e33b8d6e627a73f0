"""How a contract is known: each field of each operation by its grade, so that nobody takes ours for theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.files import Layout

GRADES = ("published", "observed", "inferred", "invented")
"""From what somebody has told the public to what we made up."""

_BRANCHES = ("allOf", "anyOf", "oneOf")


@dataclass(frozen=True, slots=True)
class OperationProvenance:
    """How one operation is known: its own grade and source, and of its fields how many have which grade."""

    grade: str
    source: str
    fields: Mapping[str, int]


def of_document(library: DocumentStore, name: str) -> dict[str, OperationProvenance]:
    """Each operation of an OpenAPI document. What carries no mark has that of what stands around it."""
    items = library.document(name).get("paths", {}).values()
    found = [(item, data) for item in items for data in item.values() if isinstance(data, dict)]
    return {data["operationId"]: _operation(library, name, item, data) for item, data in found}


def of_layout(layout: Layout) -> OperationProvenance:
    """A record file: the fields of all its records, and the parts of its name."""
    model = layout.model
    grades = [field.provenance for record in model.records.values() for field in record.fields]
    grades += [model.name.provenance] * len(model.name.parts) if model.name else []
    return OperationProvenance(model.provenance, model.source, _counted(grades))


def _operation(library: DocumentStore, name: str, item: Any, data: Any) -> OperationProvenance:
    mark = data.get("x-provenance") or {}
    walk = _Walk(library, mark.get("grade", GRADES[0]))
    for parameter in (*item.get("parameters", []), *data.get("parameters", [])):
        walk.parameter(parameter, name)
    for part in (data.get("requestBody"), *data["responses"].values()):
        walk.bodies(part, name)
    return OperationProvenance(walk.grade, mark.get("source", ""), _counted(list(walk.places.values())))


def _counted(grades: list[str]) -> dict[str, int]:
    counts = Counter(grades)
    return {grade: counts[grade] for grade in GRADES if counts[grade]}


class _Walk:
    """The fields of one operation, each once, wherever references lead."""

    def __init__(self, library: DocumentStore, grade: str) -> None:
        self.grade = grade
        self.places: dict[tuple[Any, ...], str] = {}
        self._library = library

    def parameter(self, data: Any, name: str) -> None:
        data, _, _ = self._library.resolve(data, name)
        self.places["parameter", data["in"], data["name"]] = _grade(data, self.grade)

    def bodies(self, data: Any, name: str) -> None:
        data, name, _ = self._library.resolve(data, name)
        for media in (data or {}).get("content", {}).values():
            self._schema(media.get("schema"), name, self.grade, ())

    def _schema(self, data: Any, name: str, grade: str, above: tuple[int, ...]) -> None:
        data, name, _ = self._library.resolve(data, name)
        if not isinstance(data, dict) or id(data) in above:
            return
        grade, above = _grade(data, grade), (*above, id(data))
        for field, part in data.get("properties", {}).items():
            target, _, _ = self._library.resolve(part, name)
            self.places["field", id(data), field] = _grade(part, _grade(target, grade))
            self._schema(part, name, grade, above)
        branches = [part for word in _BRANCHES for part in data.get(word, [])]
        for part in (*branches, data.get("items"), data.get("additionalProperties")):
            self._schema(part, name, grade, above)


def _grade(data: Any, around: str) -> str:
    mark = data.get("x-provenance") if isinstance(data, dict) else None
    return mark["grade"] if mark else around
