"""Parse the YAML of a layout into its model; each mistake has its file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from partnerlab.contract.files.fixed_width import field_lint, layout_lint
from partnerlab.contract.files.fixed_width.columns import Span, spans
from partnerlab.contract.files.layout_model import (
    Field,
    FileMoney,
    FileName,
    LayoutModel,
    Lines,
    Record,
    RecordType,
    Requirement,
    Total,
)
from partnerlab.contract.files.layout_source import LayoutError, Source, load
from partnerlab.contract.json_dates import agreed_date
from partnerlab.contract.message_time import NONE, TimeTolerance, tolerance_of
from partnerlab.yamlio import KeyPath, YamlError

_ROLES: tuple[RecordType, ...] = ("header", "detail", "trailer")
_NUMERIC = ("number", "amount")


def build(path: Path | str) -> LayoutModel:
    """The model of a layout file; `LayoutError` lists all its mistakes."""
    source = load(path)
    mistakes = field_lint.schema_mistakes(source)
    if mistakes:
        raise LayoutError(mistakes)
    records = {role: _record(source, role, mistakes) for role in _ROLES if role in source.data["records"]}
    name = _file_name(source, mistakes)
    if not mistakes:
        model = _model(str(path), source.data, records, name)
        mistakes = layout_lint.rule_mistakes(source, model)
    if mistakes:
        raise LayoutError(mistakes)
    return model


def _model(file: str, data: dict[str, Any], records: dict[RecordType, Record], name: FileName | None) -> LayoutModel:
    lines, sequence = data["lines"], data.get("sequence", {})
    return LayoutModel(
        file=file,
        title=data["title"],
        lines=Lines(lines["encoding"], lines["end"], frozenset(lines.get("tolerates", ())), lines.get("separator", "")),
        records=records,
        sequence_field=sequence.get("field"),
        sequence_first=sequence.get("first", 1),
        totals=tuple(_total(total) for total in data.get("totals", ())),
        name=name,
        answers={name: tuple(parts) for name, parts in data.get("answers", {}).items()},
        provenance=data["provenance"],
        source=data.get("source", ""),
        money=_money(data.get("money")),
        requires=requirements_of(data),
        unique=tuple(tuple(names) for names in data.get("unique", ())),
    )


def requirements_of(data: dict[str, Any]) -> tuple[Requirement, ...]:
    """What fields demand of others, by `requires` of a layout."""
    return tuple(_requirement(told) for told in data.get("requires", ()))


def _requirement(data: dict[str, Any]) -> Requirement:
    when, unless = (_where(data.get(word, {})) for word in ("when", "unless"))
    equals, state, among = data.get("equals", ""), data.get("is", ""), tuple(data.get("among", ()))
    return Requirement(when, data["field"], equals, state, among, unless)


def _money(data: dict[str, Any] | None) -> FileMoney | None:
    if data is None:
        return None
    return FileMoney(
        takes=data.get("takes"),
        where=_where(data.get("if", {})),
        once=tuple(data.get("once", ())),
        day=data.get("day"),
        never_taken_back="takes_back" in data,
        answers=data.get("answers"),
        accepted=_where(data.get("accepted", {})),
        booked=_where(data.get("booked", {})),
        asks=data.get("asks"),
    )


def _total(data: dict[str, Any]) -> Total:
    summed = None if data["over"] == "count" else data.get("of")
    where = _where(data.get("where", {}))
    return Total(data["field"], summed, where, data.get("in", "trailer"), data["over"] == "hash")


def _where(data: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(codes) for name, codes in data.items()}


def _record(source: Source, role: RecordType, mistakes: list[YamlError]) -> Record:
    data = source.data["records"][role]
    length = data.get("length") or source.data["lines"].get("length") or _cells(data["fields"])
    path: KeyPath = ("records", role, "fields")
    found, wrong = spans(source, data["fields"], path, length)
    mistakes += wrong
    fields: list[Field] = []
    for span in found:
        told = field_lint.field_mistakes(source, span, fields)
        mistakes += told
        if not told:
            fields.append(_field(span, source.data))
    marker = data.get("starts_with", "").encode(source.data["lines"]["encoding"])
    at = data.get("marker_column", 1) - 1
    return Record(role, marker, length, tuple(fields), _where(data.get("only_if", {})), at)


def _cells(fields: list[dict[str, Any]]) -> int:
    """The length of a record whose fields are cells: that of all of them side by side."""
    return sum(int(field.get("length", 0)) for field in fields)


def _field(span: Span, layout: dict[str, Any]) -> Field:
    data = span.data
    kind = data["type"]
    return Field(
        name=data["name"],
        kind=kind,
        start=span.start,
        end=span.end,
        value=data.get("value", ""),
        digits=field_lint.digit_range(data, span.end - span.start),
        justify=data.get("justify", "right" if kind in _NUMERIC else "left"),
        decimals=data.get("decimals", 2),
        above_zero=data.get("above_zero", False),
        format=data.get("format", ""),
        era=data.get("era", "ce"),
        codes=data.get("codes", {}),
        not_taken=tuple(data.get("not_taken", ())),
        date=agreed_date(data["date"]) if "date" in data else None,
        open=data.get("open"),
        required=data.get("required", True),
        empty=tuple(data.get("empty", ("spaces",))),
        repeats_header=data.get("repeats") == "header",
        not_after=data.get("not_after", ""),
        not_before=data.get("not_before", ""),
        message_time=_tolerance(data.get("message_time")),
        no_message_time=data.get("message_time") == NONE,
        personal=data.get("personal"),
        provenance=data.get("provenance", layout["provenance"]),
        source=data.get("source", layout.get("source", "")),
    )


def _tolerance(mark: Any) -> TimeTolerance | None:
    return None if mark in (None, NONE) else tolerance_of(mark)


def _file_name(source: Source, mistakes: list[YamlError]) -> FileName | None:
    data = source.data.get("name")
    if data is None:
        return None
    parts: dict[str, Field] = {}
    for name, part in data["parts"].items():
        length = part.get("length", len(part.get("format", "")))
        whole = cast("dict[str, Any]", {"name": name, "required": True} | part)
        span = Span(whole, ("name", "parts", name), 0, length)
        wrong = field_lint.field_mistakes(source, span, []) if length else [_no_width(source, span)]
        mistakes += wrong
        if not wrong:
            parts[name] = _field(span, source.data)
    mistakes += field_lint.name_mistakes(source, data)
    known = {"provenance": source.data["provenance"], "source": source.data.get("source", "")} | data
    equals, not_after = (_of_header(data["parts"], word) for word in ("equals", "not_after"))
    return FileName(data["pattern"], parts, equals, known["provenance"], known["source"], not_after)


def _of_header(parts: dict[str, dict[str, Any]], word: str) -> dict[str, str]:
    """The header field that a part is compared with: `equals: header.effective_date`."""
    return {name: part[word].partition(".")[2] for name, part in parts.items() if word in part}


def _no_width(source: Source, span: Span) -> YamlError:
    return source.error(span.path, f"part '{span.data['name']}' needs a `length`, or a `format`")
