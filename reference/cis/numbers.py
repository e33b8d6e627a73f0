"""Running numbers; identifiers and amounts as they are written down."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import Connection, bindparam, insert, update

from reference.cis.tables import series

_AMOUNT = re.compile(r"[0-9]{1,11}\.[0-9]{2}\Z")
_THIRTEEN = re.compile(r"[0-9]{13}\Z")
_NEXT = (
    update(series)
    .where(series.c.name == bindparam("key"))
    .values(last=series.c.last + bindparam("count"))
    .returning(series.c.last)
)
_FIRST = insert(series)


def next_number(db: Connection, name: str, first: int = 1, count: int = 1) -> int:
    """The number after the last one given out in this series, the first of `count` that are now taken."""
    given = db.execute(_NEXT, {"key": name, "count": count}).scalar()
    if given is None:
        given = first + count - 1
        db.execute(_FIRST, {"name": name, "last": given})
    return int(given) - count + 1


def baht(satang: int) -> str:
    """10079 is written 100.79."""
    sign, satang = ("-", -satang) if satang < 0 else ("", satang)
    return f"{sign}{satang // 100}.{satang % 100:02d}"


def whole_number(value: object) -> int | None:
    """A whole number as JSON writes it, where 8.0 is one too; None of anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        return None
    return int(value)


def satang(text: object) -> int | None:
    """100.79 is 10079; None when it is not an amount with exactly two decimals."""
    if not isinstance(text, str) or not _AMOUNT.match(text):
        return None
    return int(text[:-3] + text[-2:])


def is_thirteen_digit_id(number: str) -> bool:
    """Whether the last digit checks the twelve before it (citizens and juristic persons count alike)."""
    if not _THIRTEEN.match(number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, range(13, 1, -1), strict=False))
    return (11 - total % 11) % 10 == int(number[12])


def is_juristic_id(number: str) -> bool:
    return number.startswith("0") and is_thirteen_digit_id(number)


def invoice_number(month: date, registration: str) -> str:
    """12 digits: Buddhist year (2), month (2), registration (8)."""
    return f"{(month.year + 543) % 100:02d}{month.month:02d}{registration}"
