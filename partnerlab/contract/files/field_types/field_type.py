"""What every type of field can do: value to bytes, bytes to value, and a bytes pattern that takes the same bytes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from partnerlab.contract.files.layout_model import Field, Value

BLANKS = {"spaces": b" ", "zeros": b"0"}


class FieldError(Exception):
    """Bytes or a value that a field cannot hold."""

    def __init__(self, rule: str, expected: str, seen: str | None = None) -> None:
        super().__init__(f"{rule}: expected {expected}, got {seen}")
        self.rule, self.expected, self.seen = rule, expected, seen


class WriteError(ValueError):
    """A value that does not fit its field: record, field, what was expected, what was given."""

    def __init__(self, record: str, field: str, expected: str, seen: str) -> None:
        super().__init__(f"{record}, field '{field}': expected {expected}, got {seen}")
        self.record, self.field, self.expected, self.seen = record, field, expected, seen


class FieldType(ABC):
    """The common part: emptiness, raw bytes that force a fault, and widths that must fit exactly.

    A type says how its own values look by `to_bytes`, `to_value` and `own_pattern`.
    """

    nothing: ClassVar[Value] = None
    automatic: ClassVar[bool] = False

    def __init__(self, field: Field, encoding: str) -> None:
        self.field, self.encoding, self.width = field, encoding, field.width
        self.blanks = () if field.required else tuple(BLANKS[form] * field.width for form in field.empty)

    def encode(self, value: Any) -> bytes:
        """The bytes of a value. `bytes` of the exact width are taken as they are, to put faults into files."""
        if isinstance(value, bytes):
            return self._exactly(value)
        if value is None or value == "":
            return self._absent()
        return self._exactly(self.to_bytes(value))

    def decode(self, raw: bytes) -> Value:
        """The value of the bytes; `FieldError` when they are none."""
        if raw in self.blanks:
            return self.nothing
        if not self.automatic and not raw.strip(b" "):
            raise FieldError("required", self.expectation(), "only spaces")
        return self.to_value(raw)

    def pattern(self) -> bytes:
        """A bytes pattern that takes what `decode` takes (but for dates, which have a calendar)."""
        own = self.own_pattern()
        if not self.blanks:
            return own
        return b"(?:" + b"|".join([own, *(_repeated(blank) for blank in self.blanks)]) + b")"

    def wrong(self, raw: bytes) -> tuple[int, int]:
        """The bytes from the first to the last that no value has there, as a slice; all where none alone is wrong."""
        strange = [index for index, byte in enumerate(raw) if not self.may_hold(index, byte)]
        return (strange[0], strange[-1] + 1) if strange else (0, len(raw))

    def may_hold(self, index: int, byte: int) -> bool:
        """Whether some value of the field has this byte there."""
        return True

    @abstractmethod
    def expectation(self) -> str:
        """The expected values of the field, as a message says them."""

    @abstractmethod
    def to_bytes(self, value: Any) -> bytes:
        """The bytes of a value, of the field's width."""

    @abstractmethod
    def to_value(self, raw: bytes) -> Value:
        """The value of bytes that say something."""

    @abstractmethod
    def own_pattern(self) -> bytes:
        """A bytes pattern of a value that is filled in."""

    def _absent(self) -> bytes:
        if not self.blanks:
            raise FieldError("required", self.expectation(), "nothing")
        return self.blanks[0]

    def _exactly(self, raw: bytes) -> bytes:
        if len(raw) != self.width:
            raise FieldError(
                "width", f"at most {self.width} bytes", f"{len(raw)} bytes: shorten it, nothing is cut off"
            )
        return raw


def _repeated(blank: bytes) -> bytes:
    return b"%c{%d}" % (blank[0], len(blank))
