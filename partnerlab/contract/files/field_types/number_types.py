"""Field types of digits: identifiers that stay text, counts, and amounts with implied decimals."""

from __future__ import annotations

from typing import Any, ClassVar

from partnerlab.contract.files.field_types.field_type import FieldError, FieldType
from partnerlab.contract.files.field_types.text_types import encoded
from partnerlab.contract.files.layout_model import Value
from partnerlab.contract.json_dates import AgreedDate, DateError

_SATANG_DECIMALS = 2
_SPACE = 0x20


class Digits(FieldType):
    """An identifier of digits, kept as text with its leading zeros; spaces fill up what it leaves."""

    nothing: ClassVar[Value] = ""

    def expectation(self) -> str:
        least, most = self.field.digits
        count = f"{least}" if least == most else f"{least} to {most}"
        edge = "from the first column on, then spaces" if self._left else "up to the last column, after spaces"
        return f"{count} digits 0-9" + ("" if most == self.width else f" {edge}")

    @property
    def _left(self) -> bool:
        return self.field.justify == "left"

    def to_bytes(self, value: Any) -> bytes:
        raw = encoded(value, self.encoding)
        if not raw.isdigit() or not self._counted(raw):
            raise FieldError("digits", self.expectation(), repr(value))
        return raw.ljust(self.width) if self._left else raw.rjust(self.width)

    def to_value(self, raw: bytes) -> Value:
        found = raw.rstrip(b" ") if self._left else raw.lstrip(b" ")
        if not found.isdigit() or not self._counted(found):  # bytes.isdigit: ASCII only, Thai digits are none
            raise FieldError("digits", self.expectation())
        text = found.decode("ascii")
        if self.field.date:
            self._check_date(self.field.date, text)
        return text

    def exists(self, raw: bytes) -> bool:
        """Whether what of the digits is a date is one of the calendar (or a permitted blank)."""
        try:
            self.decode(raw)
        except FieldError:
            return False
        return True

    @staticmethod
    def _check_date(agreed: AgreedDate, text: str) -> None:
        try:
            agreed.read(text)
        except DateError as bad:
            raise FieldError(bad.rule, bad.expected) from None

    def own_pattern(self) -> bytes:
        least, most = self.field.digits
        forms = (self._form(count) for count in range(most, least - 1, -1))
        return b"(?:" + b"|".join(forms) + b")"

    def may_hold(self, index: int, byte: int) -> bool:
        return byte == _SPACE or is_digit(byte)

    def _form(self, count: int) -> bytes:
        digits, spaces = b"[0-9]{%d}" % count, b" {%d}" % (self.width - count)
        if count == self.width:
            return digits
        return digits + spaces if self._left else spaces + digits

    def _counted(self, raw: bytes) -> bool:
        least, most = self.field.digits
        return least <= len(raw) <= most


class Number(FieldType):
    """A count: an int, right, zero-filled."""

    def expectation(self) -> str:
        return f"{self.width} digits 0-9"

    def to_bytes(self, value: Any) -> bytes:
        return zero_filled(value, self.width)

    def to_value(self, raw: bytes) -> Value:
        if not raw.isdigit():
            raise FieldError("digits", self.expectation())
        return int(raw)

    def may_hold(self, index: int, byte: int) -> bool:
        return is_digit(byte)

    def own_pattern(self) -> bytes:
        return b"[0-9]{%d}" % self.width


class Amount(FieldType):
    """Money: an int of satang, written right, zero-filled, without the decimal point."""

    def expectation(self) -> str:
        more = ", above zero" if self.field.above_zero else ""
        return f"{self.width} digits 0-9, the last {self.field.decimals} of them decimals of a baht{more}"

    def to_bytes(self, value: Any) -> bytes:
        if isinstance(value, bool) or not isinstance(value, int):
            raise FieldError("type", "an amount in satang, an int", f"{value!r} ({type(value).__name__})")
        finer = self.field.decimals - _SATANG_DECIMALS
        if finer < 0 and value % 10**-finer:
            raise FieldError("amount", f"whole steps of {10**-finer} satang", str(value))
        return zero_filled(value * 10**finer if finer >= 0 else value // 10**-finer, self.width)

    def to_value(self, raw: bytes) -> Value:
        if not raw.isdigit():
            raise FieldError("digits", self.expectation())
        satang = self.satang(int(raw))
        if satang is None:
            raise FieldError("amount", "whole satang")
        if not satang and self.field.above_zero:
            raise FieldError("amount", self.expectation())
        return satang

    def satang(self, written: int) -> int | None:
        """Satang of the number as it stands in the file; None for parts of a satang."""
        finer = self.field.decimals - _SATANG_DECIMALS
        if finer <= 0:
            return written * int(10**-finer)
        return None if written % 10**finer else written // int(10**finer)

    def may_hold(self, index: int, byte: int) -> bool:
        return is_digit(byte)

    def own_pattern(self) -> bytes:
        finer = max(self.field.decimals - _SATANG_DECIMALS, 0)
        some = b"(?!0{%d})" % self.width if self.field.above_zero else b""
        return some + b"[0-9]{%d}" % (self.width - finer) + b"0" * finer


def is_digit(byte: int) -> bool:
    """ASCII only: Thai digits are none."""
    return 0x30 <= byte <= 0x39


def zero_filled(value: Any, width: int) -> bytes:
    """A whole number in digits of that width."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise FieldError("type", "a whole number", f"{value!r} ({type(value).__name__})")
    if not 0 <= value < 10**width:
        raise FieldError("range", f"0 to {10**width - 1}", str(value))
    return b"%0*d" % (width, value)
