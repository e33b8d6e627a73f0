"""Money is a whole number of satang inside; text or Decimal of baht at the edge; a float nowhere."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from partnerlab.errors import WorldError

_BAHT = re.compile(r"-?[0-9]+(?:\.[0-9]{1,2})?")
_SATANG = Decimal("0.01")


def to_satang(baht: str | Decimal) -> int:
    """Satang of an exact amount of baht: `"100.79"` is 10079. Nothing is rounded here."""
    if isinstance(baht, str):
        if not _BAHT.fullmatch(baht):
            raise WorldError(f"amount: expected baht like '100.79', seen {baht!r}")
        baht = Decimal(baht)
    _only_decimal(baht)
    if not baht.is_finite() or baht != baht.quantize(_SATANG):
        raise WorldError(f"amount: {baht} baht is no whole number of satang; use round_to_satang first")
    return int(baht * 100)


def round_to_satang(baht: Decimal) -> int:
    """Satang of an amount of baht, half a satang going up (away from zero)."""
    _only_decimal(baht)
    return int((baht * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def to_baht(satang: int) -> Decimal:
    """Baht with two decimals: 10079 is `Decimal("100.79")`."""
    _only_int(satang)
    return Decimal(satang).scaleb(-2)


def baht_text(satang: int) -> str:
    """Baht as interfaces write it: 10079 is `"100.79"`, without separators of thousands."""
    _only_int(satang)
    whole, rest = divmod(abs(satang), 100)
    return f"{'-' if satang < 0 else ''}{whole}.{rest:02d}"


def _only_decimal(value: object) -> None:
    if not isinstance(value, Decimal):
        raise WorldError(f"amount: expected text or Decimal of baht, seen {type(value).__name__} {value!r}")


def _only_int(value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise WorldError(f"amount: expected an int of satang, seen {type(value).__name__} {value!r}")
