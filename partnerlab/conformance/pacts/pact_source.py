"""A pact file as data: JSON in which each name stands once, of the shape of a pact, with mistakes by file and line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

from partnerlab import yamlio
from partnerlab.contract.document_store import ContractError
from partnerlab.schemas.validation import mistakes
from partnerlab.yamlio import Document, KeyPath


class _RepeatedName(ValueError):
    """A name that stands twice in one object, of which readers take one value or the other."""


@dataclass(frozen=True, slots=True)
class PactSource:
    """The data of one pact file, and the lines on which its parts stand."""

    file: Path
    data: Any
    version: int
    _lines: Document

    def error(self, path: KeyPath, told: str) -> ContractError:
        """A mistake at a place of the file."""
        return ContractError(f"{self.place(path)}: {'/'.join(map(str, path))}: {told}")

    def place(self, path: KeyPath) -> str:
        """File, line and column of a place; without them for the rare JSON that is no YAML."""
        try:
            return ":".join(map(str, (self.file, *self._lines.at(path))))
        except yaml.YAMLError:
            return str(self.file)


def pact_source(file: Path) -> PactSource:
    """What stands in a pact file; `ContractError` if it is no JSON, or not of a pact's shape."""
    try:
        text = file.read_text("utf-8-sig")
        data = _parsed(file, text)
    except json.JSONDecodeError as bad:
        raise ContractError(f"{file}:{bad.lineno}:{bad.colno}: is no pact, for it is no JSON: {bad.msg}") from bad
    except RecursionError:
        raise ContractError(f"{file}: is no pact: it is nested deeper than any message") from None
    except ValueError as bad:
        raise ContractError(f"{file}: is no pact, for it is no JSON: {bad}") from bad
    source = PactSource(file, data, _version(file, data), Document(str(file), data, _as_yaml(text)))
    if isinstance(data, dict) and "messages" in data and "interactions" not in data:
        raise source.error(("messages",), "a pact of messages is not read here, only one of HTTP")
    if wrong := mistakes(source._lines, "pact"):
        raise ContractError("\n".join(wrong))
    return source


_VERSIONED = ("pactSpecification", "pact-specification", "pactSpecificationVersion")
"""How libraries have named the version of the format, the latest first."""


def _version(file: Path, data: Any) -> int:
    """The version of the format, of which two are read."""
    if not isinstance(data, dict):
        return 4
    metadata = data.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    named = [metadata[name] for name in _VERSIONED if name in metadata]
    told = str(named[0].get("version") if named and isinstance(named[0], dict) else named[0] if named else "4.0")
    if told.partition(".")[0] not in ("3", "4"):
        raise ContractError(f"{file}: is no pact of version 3 or 4: it says version {told}")
    return int(told[0])


def _parsed(file: Path, text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_number)
    except _RepeatedName:
        try:
            yamlio.parse(_as_yaml(text), str(file))
        except yamlio.YamlError as bad:  # it tells the lines of both
            raise ContractError(str(bad)) from None
        raise


def _as_yaml(text: str) -> str:
    """The same text for a reader of YAML, which knows lines; only tabs it does not take."""
    return text.replace("\t", " ")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _RepeatedName(f"'{twice}' stands twice in one object")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number in JSON")
