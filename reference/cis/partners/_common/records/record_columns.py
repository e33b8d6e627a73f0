"""Columns of records: how a value is written in its width, and which bytes say one. In cp874, amounts in satang."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from reference.cis.partners._common.fixed_width import CHARSET, TEXT, TIME
from reference.common.dates import FIRST_YEAR, LAST_YEAR

_EDGE = TEXT.replace(b"\\x20", b"")
"""One byte of text that is no space."""

_BILLED_MONTH = rb"(?:4[3-9]|[5-9][0-9])(?:0[1-9]|1[0-2])"
"""YYMM of the Buddhist era, from the Gregorian year 2000 on."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `form` is what its bytes must look like, as a regular expression; `wrong` says so in Thai.

    `value` may raise ValueError for bytes of that form which say nothing, such as a day that no calendar has. By the
    column that is `marks` the type of a record is known.
    """

    name: str
    width: int
    write: Callable[[Any, int], str]
    form: bytes
    value: Callable[[str], Any]
    wrong: str
    marks: bool = False

    def read(self, held: bytes) -> Any:
        """What the bytes say; ValueError, told in Thai, where they say nothing."""
        if not _compiled(self.form).fullmatch(held):
            raise ValueError(self.wrong)
        return self.value(held.decode(CHARSET))


def fixed(value: str, *, marks: bool = False) -> Column:
    """The same in every record."""
    form = re.escape(value.encode(CHARSET))
    return Column("", len(value), lambda _, width: value, form, lambda text: value, f"ต้องเป็น {value}", marks)


def marker(value: str) -> Column:
    """The same in every record of its type, which is known by it."""
    return replace(fixed(value, marks=True), name="marker")


def spare(width: int) -> Column:
    """Room that is not used: spaces."""
    return Column("", width, lambda _, width: "", b" {%d}" % width, lambda text: None, "ต้องเป็นช่องว่าง")


def words(name: str, width: int) -> Column:
    """Text that begins in the first column; no control character has a place in it."""
    form = _EDGE + TEXT + b"{%d}" % (width - 1)
    return Column(name, width, lambda value, width: str(value or "")[:width], form, _stripped, "ไม่ใช่ข้อความ cp874 ชิดซ้าย")


def digits(name: str, width: int, *, count: int | None = None, zero_filled: bool = False) -> Column:
    """An identifier of `count` digits (as many as there are columns), from the first column on."""
    held = width if count is None else count
    form = b"[0-9]{%d} {%d}" % (held, width - held)
    write = str.zfill if zero_filled else lambda text, width: text
    wrong = f"ต้องเป็นตัวเลข {held} หลัก"
    return Column(name, width, lambda value, width: write(str(value), width), form, _stripped, wrong)


def batch_number(name: str) -> Column:
    """A number of ours: a Gregorian day, and the place among the batches of that day."""
    dated = day(name, "%Y%m%d")

    def value(text: str) -> str:
        dated.value(text[:8])
        return text

    return replace(digits(name, 10), value=value, wrong="ต้องเป็นตัวเลข 10 หลัก ขึ้นต้นด้วยวันที่ YYYYMMDD")


def invoice(name: str, width: int) -> Column:
    """A number of ours: the year and the month of the bill in the Buddhist era, and eight digits."""
    form = _BILLED_MONTH + b"[0-9]{8} {%d}" % (width - 12)
    return replace(digits(name, width, count=12), form=form, wrong="ต้องเป็นตัวเลข 12 หลัก ขึ้นต้นด้วยปีและเดือน")


def number(name: str, width: int) -> Column:
    """A count, or an amount in satang: filled up with zeros."""
    wrong = f"ต้องเป็นตัวเลข {width} หลัก"
    return Column(name, width, lambda value, width: f"{value:0{width}d}", b"[0-9]{%d}" % width, int, wrong)


def money(name: str, width: int) -> Column:
    """An amount above nothing."""
    return replace(number(name, width), form=b"(?!0{%d})[0-9]{%d}" % (width, width), wrong="ไม่ใช่จำนวนเงิน")


def day(name: str, form: str) -> Column:
    """A Gregorian date, such as `%d%m%Y`; a year of two digits is of this century."""
    shown = form.replace("%d", "DD").replace("%m", "MM").replace("%Y", "YYYY").replace("%y", "YY")
    wrong = f"ไม่ใช่วันที่ {shown}"
    at = {part: (shown.index(part[0]), shown.rindex(part[0]) + 1) for part in ("Y", "M", "D")}

    @lru_cache(maxsize=1024)
    def read(text: str) -> date:
        year, month, number = (int(text[start:end]) for start, end in at.values())
        year += 2000 if "YYYY" not in shown else 0
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(wrong)
        try:
            return date(year, month, number)
        except ValueError:
            raise ValueError(wrong) from None

    return Column(name, len(shown), lambda value, width: f"{value:{form}}", b"[0-9]{%d}" % len(shown), read, wrong)


def clock_time(name: str) -> Column:
    """HHMMSS."""
    return Column(name, 6, lambda value, width: str(value), TIME, str, "ไม่ใช่เวลา HHMMSS")


def code(name: str, width: int, codes: Iterable[str]) -> Column:
    """One code of a list that is closed."""
    known = sorted(codes)
    form = b"|".join(re.escape(one.encode(CHARSET).ljust(width)) for one in known)
    wrong = f"ต้องเป็น {' หรือ '.join(known)}"
    return Column(name, width, lambda value, width: str(value), b"(?:" + form + b")", _stripped, wrong)


def open_code(name: str, width: int) -> Column:
    """One code of a list that may grow: letters and digits from the first column on."""
    form = b"(?:" + b"|".join(b"[0-9A-Za-z]{%d} {%d}" % (held, width - held) for held in range(width, 0, -1)) + b")"
    return Column(name, width, lambda value, width: str(value), form, _stripped, "ไม่ใช่รหัส")


def optional(column: Column, *, zeros: bool = False) -> Column:
    """The column may be empty: spaces, or zeros too."""
    blanks = [b" {%d}" % column.width] + [b"0{%d}" % column.width] * zeros
    value = column.value
    return replace(
        column,
        form=b"(?:" + b"|".join([column.form, *blanks]) + b")",
        value=lambda text: value(text) if text.strip(" ") else "",
    )


def _stripped(text: str) -> str:
    return text.strip(" ")


@cache
def _compiled(form: bytes) -> re.Pattern[bytes]:
    return re.compile(form, re.DOTALL)
