"""Which fields of an answer our side's client reads: only these may its pact demand of a provider."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reference.common import json_reader


class FieldsRead:
    """The fields read of one answer, by their paths; of the elements of a list as `[*]`."""

    def __init__(self) -> None:
        self._paths: set[str] = set()

    def note(self, path: str) -> None:
        self._paths.add(path)

    def tracked(self, value: Any, path: str = "$") -> Any:
        """The same value, which notes each field that is taken out of it."""
        if isinstance(value, dict):
            return _Object({name: self.tracked(inner, f"{path}.{name}") for name, inner in value.items()}, path, self)
        if isinstance(value, list):
            return [self.tracked(inner, f"{path}[*]") for inner in value]
        return value

    def only(self, body: Any) -> Any:
        """The body without what is not read; None if the client reads nothing of an object."""
        return None if isinstance(body, dict) and not self._paths else self._reduced(body, "$")

    def _reduced(self, value: Any, path: str) -> Any:
        if isinstance(value, dict):
            read = {name: inner for name, inner in value.items() if f"{path}.{name}" in self._paths}
            return {name: self._reduced(inner, f"{path}.{name}") for name, inner in read.items()}
        if isinstance(value, list):
            return [self._reduced(inner, f"{path}[*]") for inner in value]
        return value


class _Object(dict[str, Any]):
    """An object of JSON that notes which of its fields are taken; asking for one that is not there is no reading."""

    def __init__(self, fields: dict[str, Any], path: str, read: FieldsRead) -> None:
        super().__init__(fields)
        self._path, self._read = path, read

    def _note(self, name: Any) -> None:
        if super().__contains__(name):
            self._read.note(f"{self._path}.{name}")

    def __getitem__(self, name: str) -> Any:
        self._note(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self._note(name)
        return super().__contains__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self._note(name)
        return super().get(name, default)

    def __iter__(self) -> Iterator[str]:
        for name in super().__iter__():
            self._note(name)
            yield name

    def keys(self) -> Any:
        return list(self)

    def values(self) -> Any:
        return [super(_Object, self).__getitem__(name) for name in self]

    def items(self) -> Any:
        return [(name, super(_Object, self).__getitem__(name)) for name in self]


@contextmanager
def fields_read(content: bytes) -> Iterator[FieldsRead]:
    """While our side's code runs: what it reads of an answer with this content. All of it reads JSON in one way."""
    read, plain = FieldsRead(), json_reader.read_json

    def read_json(raw: bytes) -> Any:
        value = plain(raw)
        return read.tracked(value) if raw == content else value

    users = [m for name, m in list(sys.modules.items()) if name.startswith("reference.") and _reads_json(m, plain)]
    for module in users:
        module.read_json = read_json  # type: ignore[attr-defined]
    try:
        yield read
    finally:
        for module in users:
            module.read_json = plain  # type: ignore[attr-defined]


def _reads_json(module: Any, plain: Any) -> bool:
    return getattr(module, "read_json", None) is plain
