"""What stands in a cell: a code, a decimal number, a moment, a day, or other text."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from unicodedata import category

from partnerlab.contract.files.field_types.date_types import FIRST_BUDDHIST
from partnerlab.contract.files.field_types.field_type import FieldError
from partnerlab.contract.files.layout_model import Field
from partnerlab.contract.json_dates import PLAUSIBLE


class Cell(ABC):
    """One column's cells. A value is the cell's text; what is written may be of a richer type."""

    def __init__(self, field: Field) -> None:
        self.field = field

    @abstractmethod
    def expectation(self) -> str:
        """The expected values of the column, as a message says them."""

    @abstractmethod
    def holds(self, text: str) -> bool:
        """Whether a text is a value of the column."""

    def text(self, value: Any) -> str:
        """The text of a value, whatever it says: a partner may write what is wrong."""
        return str(value)

    def check(self, text: str) -> None:
        """`FieldError` where a text is none of the column's values."""
        if not self.holds(text):
            rule = self.field.kind if text.strip() else "required"
            raise FieldError(rule, self.expectation(), f"'{text}'" if text.strip() else "nothing")


class Code(Cell):
    def expectation(self) -> str:
        return f"one of {', '.join(self.field.codes)}"

    def holds(self, text: str) -> bool:
        return text in self.field.codes or bool(self.field.open and re.fullmatch("[0-9A-Za-z]+", text))


class Number(Cell):
    """A signed number with exactly so many decimals."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        tail = rf"[.][0-9]{{{field.decimals}}}" if field.decimals else ""
        self._form = re.compile(f"-?[0-9]{{1,12}}{tail}")

    def expectation(self) -> str:
        return f"a number with {self.field.decimals} decimals, such as {self.text(Decimal('-0.5'))}"

    def holds(self, text: str) -> bool:
        return self._form.fullmatch(text) is not None

    def text(self, value: Any) -> str:
        return f"{value:.{self.field.decimals}f}" if isinstance(value, Decimal | float | int) else str(value)


class Text(Cell):
    """Text without control characters, or text like a pattern; an optional column may say nothing."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._form = re.compile(field.value or ".+")

    def expectation(self) -> str:
        return f"text like {self.field.value}" if self.field.value else "some text without control characters"

    def holds(self, text: str) -> bool:
        if not text.strip():
            return not self.field.required
        return self._form.fullmatch(text) is not None and not any(category(letter) == "Cc" for letter in text)


class Moment(Cell):
    """`2026-11-10 08:00`, Gregorian and without zone."""

    _FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}")
    _WRITTEN, _SAMPLE = "%Y-%m-%d %H:%M", "a moment such as 2026-11-10 08:00"

    def expectation(self) -> str:
        return self._SAMPLE

    def holds(self, text: str) -> bool:
        if not self._FORM.fullmatch(text):
            return False
        try:
            return bool(datetime.strptime(text, self._WRITTEN))
        except ValueError:
            return False

    def check(self, text: str) -> None:
        super().check(text)
        if int(text[:4]) >= FIRST_BUDDHIST:
            raise FieldError("era", f"{self.expectation()}, Gregorian", f"year {text[:4]}, which is a Buddhist one")
        if not PLAUSIBLE[0] <= int(text[:4]) <= PLAUSIBLE[1]:
            raise FieldError("range", f"a year from {PLAUSIBLE[0]} to {PLAUSIBLE[1]}", f"year {text[:4]}")

    def text(self, value: Any) -> str:
        return value.strftime(self._WRITTEN) if isinstance(value, date) else str(value)


class Day(Moment):
    """`2026-11-10`, Gregorian."""

    _FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
    _WRITTEN, _SAMPLE = "%Y-%m-%d", "a day such as 2026-11-10"


TYPES: Mapping[str, type[Cell]] = {"code": Code, "number": Number, "time": Moment, "date": Day, "text": Text}
"""By the kinds of a record file's model."""
