"""Field types of letters: text, constants, codes of a closed list, and spare room."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from partnerlab.contract.files.code_pages import char_class, permitted
from partnerlab.contract.files.field_types.field_type import FieldError, FieldType
from partnerlab.contract.files.layout_model import Field, Value

_SPACE = 0x20
_A_CODE = re.compile(rb"[0-9A-Za-z]+ *")


class Text(FieldType):
    """Text that begins in the first column (or ends in the last one), filled up with spaces."""

    nothing: ClassVar[Value] = ""

    def __init__(self, field: Field, encoding: str) -> None:
        super().__init__(field, encoding)
        self._known = permitted(encoding)

    def expectation(self) -> str:
        edge = "beginning in the first column" if self.field.justify == "left" else "ending in the last column"
        return f"text in {self.encoding}, {edge}"

    def to_bytes(self, value: Any) -> bytes:
        raw = encoded(value, self.encoding)
        if raw[:1] == b" " or raw[-1:] == b" ":
            raise FieldError("justified", "text without spaces around it", repr(value))
        self._visible(raw)
        return raw.ljust(self.width) if self.field.justify == "left" else raw.rjust(self.width)

    def to_value(self, raw: bytes) -> Value:
        self._visible(raw)
        if raw[0 if self.field.justify == "left" else -1] == _SPACE:
            raise FieldError("justified", self.expectation())
        return raw.strip(b" ").decode(self.encoding)

    def own_pattern(self) -> bytes:
        any_byte, edge = char_class(self._known), char_class(self._known - {_SPACE})
        rest = any_byte + b"{%d}" % (self.width - 1)
        return edge + rest if self.field.justify == "left" else rest + edge

    def may_hold(self, index: int, byte: int) -> bool:
        return byte in self._known

    def _visible(self, raw: bytes) -> None:
        for position, byte in enumerate(raw, 1):
            if byte not in self._known:
                seen = f"byte 0x{byte:02X} at byte {position} of the field"
                raise FieldError("character", f"characters that {self.encoding} has, no control characters", seen)


class Constant(FieldType):
    """The same bytes in every record; another value is written only to make a fault."""

    automatic = True

    def __init__(self, field: Field, encoding: str) -> None:
        super().__init__(field, encoding)
        self._raw = field.value.encode(encoding).ljust(field.width)

    def expectation(self) -> str:
        return f"'{self.field.value}'"

    def to_bytes(self, value: Any) -> bytes:
        return encoded(value, self.encoding).ljust(self.width)

    def to_value(self, raw: bytes) -> Value:
        if raw != self._raw:
            raise FieldError("constant", self.expectation())
        return self.field.value

    def own_pattern(self) -> bytes:
        return re.escape(self._raw)

    def may_hold(self, index: int, byte: int) -> bool:
        return byte == self._raw[index]

    def _absent(self) -> bytes:
        return self._raw


class Spare(Constant):
    """Unused columns, filled with spaces."""

    def expectation(self) -> str:
        return f"{self.width} spaces"

    def own_pattern(self) -> bytes:
        return b" {%d}" % self.width


class Code(FieldType):
    """One code of a list. Of one that is open another code can be read, of letters and digits, and not written."""

    nothing: ClassVar[Value] = ""

    def __init__(self, field: Field, encoding: str) -> None:
        super().__init__(field, encoding)
        taken = [code for code in field.codes if code not in field.not_taken]
        self._codes = {self.raw_of(code): code for code in taken}
        self._not_taken = {self.raw_of(code) for code in field.not_taken}

    def expectation(self) -> str:
        return f"one of {', '.join(self._codes.values())}"

    def raw_of(self, code: str) -> bytes:
        """The bytes of a code."""
        return code.encode(self.encoding).ljust(self.width)

    def to_bytes(self, value: Any) -> bytes:
        if value not in self.field.codes:
            raise FieldError("code", f"one of {', '.join(self.field.codes)}", repr(value))
        return self.raw_of(value)

    def to_value(self, raw: bytes) -> Value:
        if raw not in self._codes and not self.is_unknown(raw):
            raise FieldError("code", self.expectation())
        return self._codes[raw] if raw in self._codes else raw.decode(self.encoding, "replace").rstrip()

    def is_unknown(self, raw: bytes) -> bool:
        """Whether an open list does not have this code."""
        known = raw in self._codes or raw in self._not_taken
        return bool(self.field.open) and not known and bool(_A_CODE.fullmatch(raw))

    def own_pattern(self) -> bytes:
        return b"(?:" + b"|".join(re.escape(raw) for raw in self._codes) + b")"


def encoded(value: Any, encoding: str) -> bytes:
    """A text in the encoding of the file; a character that it lacks is named, never replaced."""
    if not isinstance(value, str):
        raise FieldError("type", "a text", f"{value!r} ({type(value).__name__})")
    try:
        return value.encode(encoding)
    except UnicodeEncodeError as bad:
        char = value[bad.start]
        seen = f"'{char}' (U+{ord(char):04X}) at character {bad.start + 1}"
        raise FieldError("encoding", f"characters that {encoding} has", seen) from None
