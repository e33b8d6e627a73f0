"""A JSON Schema for every kind of YAML in the project, and the one way to hold a document against its schema."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from partnerlab.schemas.error_text import told
from partnerlab.yamlio import Document, KeyPath

_FOLDER = Path(__file__).parent
_ENDING = ".schema.json"


def files() -> dict[str, Path]:
    """Every schema by the kind of YAML that it is for."""
    return {file.name.removesuffix(_ENDING): file for file in sorted(_FOLDER.glob(f"*{_ENDING}"))}


@cache
def schema(kind: str, part: str | None = None) -> Any:
    """The schema of a kind of YAML, or one named part (`$defs`) of it."""
    whole = json.loads((_FOLDER / f"{kind}{_ENDING}").read_text(encoding="utf-8"))
    return whole["$defs"][part] if part else whole


@cache
def _validator(kind: str, part: str | None) -> jsonschema_rs.Draft202012Validator:
    """The validator of a kind of YAML, or of one named part (`$defs`) of it."""
    whole = schema(kind)
    return jsonschema_rs.Draft202012Validator({"$ref": f"#/$defs/{part}", "$defs": whole["$defs"]} if part else whole)


def mistakes(
    document: Document, kind: str, *, part: str | None = None, data: Any = None, at: KeyPath = ()
) -> list[str]:
    """Every mistake of a document as `file:line:column: place: what`; or of some `data` that stands `at` a place."""
    found = []
    for error in _validator(kind, part).iter_errors(document.data if data is None else data):
        path = (*at, *error.instance_path)
        place = "/".join(str(step) for step in path) or "the document"
        found.append(str(document.error(path, f"{place}: {told(error, schema(kind))}")))
    return found


def first_mistake(data: Any, kind: str) -> str | None:
    """What is wrong with data of no document, if anything is."""
    error = next(iter(_validator(kind, None).iter_errors(data)), None)
    if error is None:
        return None
    place = "/".join(str(step) for step in error.instance_path) or "the whole"
    return f"{place}: {told(error, schema(kind))}"


def check(document: Document, kind: str) -> Any:
    """The document's data; raises the most telling mistake: an unknown word rather than the missing one it replaces."""
    found = _validator(kind, None).iter_errors(document.data)
    for error in sorted(found, key=lambda error: error.kind.name not in _UNKNOWN):
        path = tuple(error.instance_path)
        place = "/".join(str(step) for step in path) or "the document"
        raise document.error(path, f"{place}: {told(error, schema(kind))}")
    return document.data


_UNKNOWN = ("additionalProperties", "unevaluatedProperties")
