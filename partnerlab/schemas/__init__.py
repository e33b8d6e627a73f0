"""A JSON Schema for every kind of YAML in the project, and the one way to hold a document against its schema."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from partnerlab.yamlio import Document


@cache
def _validator(kind: str) -> jsonschema_rs.Draft202012Validator:
    schema = json.loads((Path(__file__).parent / f"{kind}.schema.json").read_text(encoding="utf-8"))
    return jsonschema_rs.Draft202012Validator(schema)


def mistakes(document: Document, kind: str) -> list[str]:
    """Every mistake of a document against the schema of its kind, as `file:line:column: what`."""
    return [
        str(document.error(tuple(error.instance_path), _told(error)))
        for error in _validator(kind).iter_errors(document.data)
    ]


def check(document: Document, kind: str) -> Any:
    """The document's data, or its first mistake raised."""
    for error in _validator(kind).iter_errors(document.data):
        raise document.error(tuple(error.instance_path), _told(error))
    return document.data


def _told(error: jsonschema_rs.ValidationError) -> str:
    place = "/".join(str(part) for part in error.instance_path) or "the document"
    return f"{place}: {error.message}"


@cache
def part(kind: str, name: str) -> jsonschema_rs.Draft202012Validator:
    """The validator of one named part (`$defs`) of a schema."""
    schema = json.loads((Path(__file__).parent / f"{kind}.schema.json").read_text(encoding="utf-8"))
    return jsonschema_rs.Draft202012Validator(schema["$defs"][name])
