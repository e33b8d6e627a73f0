"""Lint of the fields of a layout beyond its JSON Schema: keys that do not suit a type, widths, unknown names."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from partnerlab.contract.files.field_types.date_types import tokens
from partnerlab.contract.files.fixed_width.columns import Span
from partnerlab.contract.files.layout_source import Source
from partnerlab.contract.json_dates import mark_mistakes
from partnerlab.schemas.error_text import told
from partnerlab.yamlio import YamlError

_SCHEMA = Path(__file__).parents[3] / "schemas" / "fixed_width.schema.json"
_ANY = {"name", "columns", "length", "type", "title", "repeats", "personal", "provenance", "source"}
_MAY_BE_EMPTY = {"required", "empty"}
_KEYS = {
    "constant": {"value"},
    "spare": set[str](),
    "text": {"justify"} | _MAY_BE_EMPTY,
    "digits": {"date", "digits", "justify"} | _MAY_BE_EMPTY,
    "number": _MAY_BE_EMPTY,
    "amount": {"above_zero", "decimals"} | _MAY_BE_EMPTY,
    "date": {"format", "era", "not_after", "not_before", "message_time"} | _MAY_BE_EMPTY,
    "time": {"format"} | _MAY_BE_EMPTY,
    "code": {"codes", "not_taken", "open"} | _MAY_BE_EMPTY,
}
_DATE_NEEDS = ({"DD", "MM", "YYYY"}, {"DD", "MM", "YY"})
_TIME_NEEDS = ({"HH", "MM", "SS"}, {"HH", "MM"})


@cache
def _validator() -> Any:
    return jsonschema_rs.validator_for(json.loads(_SCHEMA.read_text(encoding="utf-8")))


def schema_mistakes(source: Source) -> list[YamlError]:
    """Mistakes by the JSON Schema of layouts."""
    return [source.error(tuple(error.instance_path), _told(error)) for error in _validator().iter_errors(source.data)]


def _told(error: Any) -> str:
    place = "/".join(str(part) for part in error.instance_path)
    unknown = error.kind.name == "additionalProperties"
    message = told(error, json.loads(_SCHEMA.read_text(encoding="utf-8"))) if unknown else error.message
    return f"{place}: {message}" if place else str(message)


def digit_range(data: dict[str, Any], width: int) -> tuple[int, int]:
    """`digits: 10` or `digits: 8-12`; the whole width when the layout is silent; (0, 0) when it is nonsense."""
    found = re.fullmatch(r"([1-9][0-9]{0,5})(?:-([1-9][0-9]{0,5}))?", str(data.get("digits", width)))
    return (int(found[1]), int(found[2] or found[1])) if found else (0, 0)


def field_mistakes(source: Source, span: Span, before: list[Any]) -> list[YamlError]:
    """What is wrong with one field by itself."""
    data, width = span.data, span.end - span.start
    told: list[str] = []
    if any(field.name == data["name"] for field in before):
        told.append("has the name of another field of this record")
    surplus = sorted(set(data) - _ANY - _KEYS[data["type"]] - {"equals"})
    if surplus:
        told.append(f"of type {data['type']} takes no {', '.join(surplus)}")
    if "empty" in data and data.get("required", True):
        told.append("says how it is empty, but is required: add `required: false`")
    told += _type_mistakes(data, width)
    return [source.error(span.path, f"field '{data['name']}' {what}") for what in told]


def _type_mistakes(data: dict[str, Any], width: int) -> list[str]:
    match data["type"]:
        case "constant" if len(data["value"]) > width:
            return [f"is {width} bytes wide, its value '{data['value']}' is longer"]
        case "code":
            wrong = [f"is {width} bytes wide, its code '{c}' is longer" for c in data["codes"] if len(c) > width]
            strange = [code for code in data.get("not_taken", ()) if code not in data["codes"]]
            return wrong + [f"says under not_taken '{code}', which is none of its codes" for code in strange]
        case "digits":
            least, most = digit_range(data, width)
            wrong = [] if 0 < least <= most <= width else [f"cannot hold {data['digits']} digits in {width} bytes"]
            return wrong + (list(mark_mistakes(data["date"])) if "date" in data else [])
        case "date":
            return _format(data["format"], width, "YYYY|YY|MM|DD", _DATE_NEEDS)
        case "time":
            return _format(data["format"], width, "HH|MM|SS", _TIME_NEEDS)
    return []


def _format(layout: str, width: int, known: str, needs: tuple[set[str], set[str]]) -> list[str]:
    found = tokens(layout, known)
    if set(found) not in needs or sum(end - start for start, end in found.values()) != len(layout):
        example = "DDMMYYYY" if "DD" in known else "HHMMSS"
        return [f"has the format '{layout}'; formats are put together like {example} ({known.replace('|', ', ')})"]
    return [] if len(layout) == width else [f"is {width} bytes wide, its format '{layout}' takes {len(layout)}"]


def name_mistakes(source: Source, data: dict[str, Any]) -> list[YamlError]:
    """Parts in the pattern of the file name without a description, and descriptions without a part."""
    used, parts = set(re.findall(r"\{([a-z0-9_]+)\}", data["pattern"])), set(data["parts"])
    told = [f"'{{{name}}}' stands in the pattern but not under parts" for name in sorted(used - parts)]
    told += [f"part '{name}' does not stand in the pattern" for name in sorted(parts - used)]
    return [source.error(("name", "pattern"), what) for what in told]
