"""The only way YAML enters the lab: YAML 1.2's plain scalars, no duplicate keys, and a line for every mistake.

PyYAML's own resolvers follow YAML 1.1, in which the registration number `0105551234567` is an octal integer,
`12:30` a number of seconds and `no` a boolean. Here a scalar is a number only if it looks like one to anybody:
no leading zero, no sexagesimal, no octal; dates stay text; decimals are `Decimal`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

KeyPath = tuple[str | int, ...]

_DEEPEST = 60

_BOOL = re.compile(r"^(?:true|false)$")
_NULL = re.compile(r"^(?:null|~|)$")
_INT = re.compile(r"^-?(?:0|[1-9][0-9]{0,17})$")
_DECIMAL = re.compile(r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$")


class YamlError(Exception):
    """A YAML text that cannot be used; says file, line, column and what to do."""

    def __init__(self, file: str, line: int, column: int, message: str) -> None:
        super().__init__(f"{file}:{line}:{column}: {message}")
        self.file, self.line, self.column, self.message = file, line, column, message


class _Loader(yaml.CSafeLoader):
    """Without any of YAML 1.1's own ideas of what a plain scalar means."""


_Loader.yaml_implicit_resolvers = {}


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", _BOOL, list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", _NULL, ["n", "~", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", _INT, list("-0123456789"))
_Loader.add_implicit_resolver("tag:lab,decimal", _DECIMAL, list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile(r"^<<$"), ["<"])


def _decimal(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(loader.construct_scalar(node))


_Loader.add_constructor("tag:lab,decimal", _decimal)


@dataclass(frozen=True, slots=True)
class Document:
    """One loaded file: its data, and where in the text each part of it stands."""

    file: str
    data: Any
    marks: dict[KeyPath, tuple[int, int]] = field(repr=False)

    def at(self, path: KeyPath) -> tuple[int, int]:
        """Line and column (both from 1) of the nearest part of `path` that the text holds."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, (1, 1))

    def error(self, path: KeyPath, message: str) -> YamlError:
        """A mistake at `path`, ready to raise or print."""
        return YamlError(self.file, *self.at(path), message)


def load(file: Path | str) -> Document:
    """Read one YAML file."""
    path = Path(file)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as bad:
        raise YamlError(str(file), 1, 1, f"is not UTF-8 (byte {bad.start}); save the file as UTF-8") from None
    return parse(text, str(file))


def parse(text: str, file: str = "<text>") -> Document:
    """Read one YAML text; `file` names it in messages."""
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            marks: dict[KeyPath, tuple[int, int]] = {}
            if node is not None:
                _mark(node, (), marks, file)
            data = None if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as bad:
        mark = bad.problem_mark or bad.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise YamlError(file, line, column, f"is not YAML: {bad.problem or bad.context}") from None
    except (yaml.YAMLError, ValueError, AttributeError) as bad:  # the last: what PyYAML does on a bad !!timestamp
        raise YamlError(file, 1, 1, f"is not YAML as it is used here: {bad}") from None
    return Document(file, data, marks)


def _mark(node: yaml.Node, path: KeyPath, marks: dict[KeyPath, tuple[int, int]], file: str) -> None:
    if len(path) > _DEEPEST:
        raise YamlError(file, *marks[path[:1]], "holds itself, or is nested deeper than anything here is")
    marks.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            _mark(child, (*path, index), marks, file)
    elif isinstance(node, yaml.MappingNode):
        _mark_mapping(node, path, marks, file)


def _mark_mapping(node: yaml.MappingNode, path: KeyPath, marks: dict[KeyPath, tuple[int, int]], file: str) -> None:
    seen: dict[str, int] = {}
    for key, value in node.value:
        line, column = key.start_mark.line + 1, key.start_mark.column + 1
        name = str(key.value)
        if name in seen and name != "<<":
            raise YamlError(file, line, column, f"'{name}' stands here again (first on line {seen[name]}): keep one")
        seen[name] = line
        marks[(*path, name)] = (line, column)
        _mark(value, (*path, name), marks, file)


def in_json(value: Any) -> Any:
    """A value out of YAML as JSON has it: decimals are numbers there."""
    if isinstance(value, dict):
        return {name: in_json(item) for name, item in value.items()}
    if isinstance(value, list):
        return [in_json(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value
