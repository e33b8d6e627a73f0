"""File names with parts in them: put together, taken apart, and held against the header."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from partnerlab.contract.files.field_types import type_of
from partnerlab.contract.files.field_types.field_type import FieldError, FieldType, WriteError
from partnerlab.contract.files.file_findings import Findings
from partnerlab.contract.files.layout_model import FileName, Value

_PART = re.compile(r"\{([a-z0-9_]+)\}")


class FileNamePattern:
    """The name of one kind of file."""

    def __init__(self, name: FileName) -> None:
        self.name = name
        self._types: dict[str, FieldType] = {part: type_of(one, "ascii") for part, one in name.parts.items()}
        pieces = _PART.split(name.pattern)
        self._order = pieces[1::2]
        self._regex = re.compile("".join(self._piece(*numbered) for numbered in enumerate(pieces)))

    def _piece(self, index: int, text: str) -> str:
        return f"(.{{{self.name.parts[text].width}}})" if index % 2 else re.escape(text)

    def write(self, parts: dict[str, Any]) -> str:
        """The name of a file with these parts, each given once."""
        for part in parts.keys() ^ self._types.keys():
            seen = "a part that this name does not have" if part in parts else "nothing"
            raise WriteError("file name", part, f"the parts {', '.join(self._types)}", seen)
        return _PART.sub(lambda found: self._encoded(found[1], parts[found[1]]), self.name.pattern)

    def read(self, name: str) -> dict[str, Value]:
        """The parts of a name; `FieldError` when it does not keep the pattern."""
        found = self._regex.fullmatch(name)
        if found is None:
            parts = ", ".join(f"{{{part}}} {self._types[part].expectation()}" for part in self._order)
            raise FieldError("file name", f"{self.name.pattern}, with {parts}" if parts else self.name.pattern, name)
        return {part: self._decoded(part, text) for part, text in zip(self._order, found.groups(), strict=True)}

    def judge(self, name: str, header: dict[str, Value], findings: Findings) -> None:
        """Note what is wrong with a name; `header` holds what could be read of the header."""
        try:
            parts = self.read(name)
        except FieldError as bad:
            findings.name(bad.rule, bad.expected, bad.seen or name)
            return
        for part, field in self.name.equals.items():
            if field in header and parts[part] != header[field]:
                findings.name(f"{part} as in the header", f"{field} {header[field]}", f"{parts[part]} in '{name}'")
        for part, field in self.name.not_after.items():
            seen, latest = parts[part], header.get(field)
            if isinstance(seen, date) and isinstance(latest, date) and seen > latest:
                findings.name("order of dates", f"{part} not after {field} {latest}", f"{seen} in '{name}'")

    def _encoded(self, part: str, value: Any) -> str:
        try:
            return self._types[part].encode(value).decode("ascii")
        except FieldError as bad:
            raise WriteError("file name", part, bad.expected, bad.seen or "") from None

    def _decoded(self, part: str, text: str) -> Value:
        try:
            return self._types[part].decode(text.encode("ascii", "replace"))
        except FieldError as bad:
            raise FieldError("file name", f"{bad.expected} as {{{part}}} of {self.name.pattern}", f"'{text}'") from None
