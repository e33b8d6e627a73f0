"""Read YAML: scalars as in YAML 1.2, no duplicate keys, and the line of every mistake. The lab reads YAML here only.

PyYAML's own resolvers follow YAML 1.1, in which the registration number `0105551234567` is an octal integer,
`12:30` a number of seconds and `no` a boolean. Here a scalar is a number only if it looks like one to anybody:
no leading zero, no sexagesimal, no octal; dates stay text; decimals are `Decimal`.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from partnerlab.errors import InputError, naming
from partnerlab.yaml_nodes import MERGE, PREFIX, Mistake, check, place

KeyPath = tuple[str | int, ...]

_BOOL = re.compile(r"^(?:true|false)$")
_NULL = re.compile(r"^(?:null|~|)$")
_INT = re.compile(r"^-?(?:0|[1-9][0-9]{0,17})$")
_DECIMAL = re.compile(r"^-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}$")
_MERGE = re.compile(r"^<<$")
_SCALARS = {
    f"{PREFIX}bool": _BOOL, f"{PREFIX}null": _NULL, f"{PREFIX}int": _INT, "tag:lab,decimal": _DECIMAL, MERGE: _MERGE,
}  # fmt: skip
"""Every scalar that is no text; one that is longer than a number of anybody's is text."""


class YamlError(InputError):
    """A YAML text that cannot be used; says file, line, column and what to do."""

    def __init__(self, file: str, line: int, column: int, message: str) -> None:
        super().__init__(f"{file}:{line}:{column}: {message}")
        self.file, self.line, self.column, self.message = file, line, column, message


class _Loader(yaml.CSafeLoader):
    """A loader without the implicit types of YAML 1.1 (`yes`, `012`, `2026-11-23`)."""


_Loader.yaml_implicit_resolvers = {}


_Loader.add_implicit_resolver(f"{PREFIX}bool", _BOOL, list("tf"))
_Loader.add_implicit_resolver(f"{PREFIX}null", _NULL, ["n", "~", ""])
_Loader.add_implicit_resolver(f"{PREFIX}int", _INT, list("-0123456789"))
_Loader.add_implicit_resolver("tag:lab,decimal", _DECIMAL, list("-0123456789"))
_Loader.add_implicit_resolver(MERGE, _MERGE, ["<"])


def _decimal(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(loader.construct_scalar(node))


_Loader.add_constructor("tag:lab,decimal", _decimal)


@dataclass(frozen=True, slots=True)
class Document:
    """One loaded file: its data, and where in the text each part of it stands."""

    file: str
    data: Any
    text: str = field(repr=False)

    def at(self, path: KeyPath) -> tuple[int, int]:
        """Line and column (both from 1) of the nearest part of `path` that the text holds."""
        marks = _marks(self.text)
        while path and path not in marks:
            path = path[:-1]
        return marks.get(path, (1, 1))

    def error(self, path: KeyPath, message: str) -> YamlError:
        """A mistake at `path`, ready to raise or print."""
        return YamlError(self.file, *self.at(path), message)


def load(file: Path | str) -> Document:
    """Read one YAML file."""
    path = Path(file)
    if path.exists() and not path.is_file():
        raise YamlError(str(file), 1, 1, "is no file that can be read as YAML, but a folder, a device or a pipe")
    try:
        with naming(path):
            text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as bad:
        raise YamlError(str(file), 1, 1, f"is not UTF-8 (byte {bad.start}); save the file as UTF-8") from None
    return parse(text, str(file))


def parse(text: str, file: str = "<text>") -> Document:
    """Read one YAML text; `file` names it in messages."""
    try:
        return Document(file, pickle.loads(_pickled(text)), text)
    except Mistake as bad:
        raise YamlError(file, *bad.mark, bad.message) from None
    except yaml.MarkedYAMLError as bad:
        mark = bad.problem_mark or bad.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise YamlError(file, line, column, f"is not YAML: {bad.problem or bad.context}") from None
    except (yaml.YAMLError, ValueError, AttributeError) as bad:  # the last: what PyYAML does on a bad !!timestamp
        raise YamlError(file, 1, 1, f"is not YAML as it is used here: {str(bad).splitlines()[0]}") from None


@lru_cache(maxsize=256)
def _pickled(text: str) -> bytes:
    """The data of a text, cached as bytes of which each caller makes its own copy: a contract is read by every judge,
    and a kit by each lab of a long process."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return pickle.dumps(None)
        check(node, _SCALARS)
        return pickle.dumps(loader.construct_document(node), pickle.HIGHEST_PROTOCOL)
    finally:
        loader.dispose()


@lru_cache(maxsize=16)
def _marks(text: str) -> dict[KeyPath, tuple[int, int]]:
    """The line and column of each part of a text, computed only when a mistake is reported."""
    node = node_of(text)
    return {} if node is None else dict(_places(node, ()))


def node_of(text: str) -> yaml.Node | None:
    """The nodes of a text that was loaded before, as they are written."""
    loader = _Loader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


def _places(node: yaml.Node, path: KeyPath) -> Iterator[tuple[KeyPath, tuple[int, int]]]:
    """Of each part its path and mark; of a value in a mapping its key's."""
    if not path:
        yield path, place(node)
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            yield (*path, index), place(child)
            yield from _places(child, (*path, index))
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, str(key.value)), place(key)
            yield from _places(value, (*path, str(key.value)))


def in_json(value: Any) -> Any:
    """A value out of YAML as JSON has it: decimals are numbers there."""
    if isinstance(value, dict):
        return {name: in_json(item) for name, item in value.items()}
    if isinstance(value, list):
        return [in_json(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value
