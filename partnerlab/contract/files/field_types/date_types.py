"""Field types of the calendar: dates of both eras, and times of day."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

from partnerlab.contract.files.field_types.field_type import FieldError, FieldType
from partnerlab.contract.files.field_types.number_types import is_digit
from partnerlab.contract.files.layout_model import Field, Value
from partnerlab.contract.json_dates import PLAUSIBLE

BUDDHIST = 543
FIRST_BUDDHIST = 2400  # the year from which on a date of our time can only be of the Buddhist era
_REMEMBERED = 4096  # distinct dates kept per field: far more than a file holds, yet bounded
_ERA = {"ce": "Gregorian", "be": "Buddhist"}
_PARTS = {"HH": "(?:[01][0-9]|2[0-3])", "MM": "[0-5][0-9]", "SS": "[0-5][0-9]"}


def tokens(layout: str, known: str) -> dict[str, tuple[int, int]]:
    """Where each token of `DDMMYYYY` stands, as a slice takes it; empty when the format holds anything else."""
    if not re.fullmatch(f"(?:{known})+", layout):
        return {}
    return {found.group(): found.span() for found in re.finditer(known, layout)}


class Date(FieldType):
    """A `date`, as the format and the era of the field write it."""

    def __init__(self, field: Field, encoding: str) -> None:
        super().__init__(field, encoding)
        self._at = tokens(field.format, "YYYY|YY|MM|DD")
        self._read: dict[bytes, date] = {}

    def expectation(self) -> str:
        return f"a date {self.field.format} with a {_ERA[self.field.era]} year"

    def to_bytes(self, value: Any) -> bytes:
        day = _parsed(value, date)
        if isinstance(day, datetime) or not isinstance(day, date):
            raise FieldError("type", "a date (or its text, 2026-11-23)", f"{value!r} ({type(value).__name__})")
        year = day.year + (BUDDHIST if self.field.era == "be" else 0)
        texts = {"YYYY": f"{year:04d}", "YY": f"{year % 100:02d}", "MM": f"{day.month:02d}", "DD": f"{day.day:02d}"}
        return "".join(texts[token] for token in self._at).encode("ascii")

    def to_value(self, raw: bytes) -> Value:
        known = self._read.get(raw)
        if known is None:
            known = self._worked_out(raw)
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            self._read[raw] = known
        return known

    def may_hold(self, index: int, byte: int) -> bool:
        return is_digit(byte)

    def own_pattern(self) -> bytes:
        return b"[0-9]{%d}" % self.width

    def exists(self, raw: bytes) -> bool:
        """Whether the bytes are a day of the calendar (or a permitted blank)."""
        try:
            self.decode(raw)
        except FieldError:
            return False
        return True

    def _worked_out(self, raw: bytes) -> date:
        if not raw.isdigit():
            raise FieldError("digits", self.expectation())
        part = {token: int(raw[start:end]) for token, (start, end) in self._at.items()}
        try:
            return date(self._year(part), part["MM"], part["DD"])
        except ValueError:
            raise FieldError("calendar", self.expectation() + " that the calendar has") from None

    def _year(self, part: dict[str, int]) -> int:
        buddhist = self.field.era == "be"
        year = part["YYYY"] if "YYYY" in part else part["YY"] + (2500 if buddhist else 2000)
        if buddhist != (year >= FIRST_BUDDHIST):
            other = _ERA["ce" if buddhist else "be"]
            raise FieldError("era", self.expectation(), f"year {year}, which is a {other} one")
        gregorian = year - BUDDHIST if buddhist else year
        if not PLAUSIBLE[0] <= gregorian <= PLAUSIBLE[1]:
            first, last = (bound + year - gregorian for bound in PLAUSIBLE)
            raise FieldError("range", f"{self.expectation()} from {first} to {last}", f"year {year}")
        return gregorian


class Time(FieldType):
    """A `time` of day."""

    def __init__(self, field: Field, encoding: str) -> None:
        super().__init__(field, encoding)
        self._at = tokens(field.format, "HH|MM|SS")
        self._pattern = "".join(_PARTS[token] for token in self._at).encode("ascii")
        self._right = re.compile(self._pattern)

    def expectation(self) -> str:
        return f"a time of day {self.field.format}"

    def to_bytes(self, value: Any) -> bytes:
        moment = _parsed(value, time)
        if not isinstance(moment, time):
            raise FieldError("type", "a time (or its text, 10:15:30)", f"{value!r} ({type(value).__name__})")
        if moment.microsecond or (moment.second and "SS" not in self._at):
            raise FieldError("precision", f"a time that {self.field.format} can hold", str(moment))
        texts = {"HH": moment.hour, "MM": moment.minute, "SS": moment.second}
        return "".join(f"{texts[token]:02d}" for token in self._at).encode("ascii")

    def to_value(self, raw: bytes) -> Value:
        if not self._right.fullmatch(raw):
            raise FieldError("time", self.expectation())
        part = {token: int(raw[start:end]) for token, (start, end) in self._at.items()}
        return time(part["HH"], part["MM"], part.get("SS", 0))

    def may_hold(self, index: int, byte: int) -> bool:
        return is_digit(byte)

    def own_pattern(self) -> bytes:
        return self._pattern


def _parsed(value: Any, kind: type[date] | type[time]) -> Any:
    """Scenarios write dates and times as text."""
    if not isinstance(value, str):
        return value
    try:
        return kind.fromisoformat(value)
    except ValueError:
        return value
