"""Prices of services that are paid for without an invoice, VAT included (published prices)."""

from __future__ import annotations

from reference.cis.messages import FeeKind

_VAT_PERCENT = 107
_NET = {FeeKind.SUSPENSION_WAIVER: 10_000}
"""Satang before VAT. Paid within the time limit, the waiver keeps the water from being cut off."""

KINDS = frozenset(kind.value for kind in FeeKind)


def price(kind: FeeKind) -> int:
    """Satang to pay; the waiver of a suspension costs 107.00 baht."""
    return (_NET[kind] * _VAT_PERCENT + 50) // 100
