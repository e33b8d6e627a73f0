"""The tariff: the price of a month of water, in satang; the only rounding is the last step, half up.

Published blocks, raw-water charge and service fees: total = (water + raw water + service fee) x 1.07.
"""

from __future__ import annotations

from functools import lru_cache

RESIDENTIAL = "00"
OTHER = "01"
_RAW_WATER = 15
_VAT_PERCENT = 107
_OTHER_MINIMUM = 9000

# (cubic metres up to and including, satang a cubic metre); the last block is open
_Blocks = tuple[tuple[int | None, int], ...]
_BLOCKS: dict[str, _Blocks] = {
    RESIDENTIAL: (
        (30, 850), (40, 1003), (50, 1035), (60, 1068), (70, 1100), (80, 1133), (90, 1250),
        (100, 1282), (120, 1315), (160, 1347), (200, 1380), (None, 1445),
    ),
    OTHER: (
        (10, 950), (20, 1070), (30, 1095), (40, 1321), (50, 1354), (60, 1386), (80, 1419),
        (100, 1451), (120, 1484), (160, 1516), (200, 1549), (None, 1581),
    ),
}  # fmt: skip
# Only size code 0 (half an inch) is known; the others follow the published order of sizes.
_SERVICE_FEE = {
    "0": 2500, "1": 4000, "2": 5000, "3": 8000, "4": 30000, "5": 40000, "6": 50000,
    "7": 90000, "8": 110000, "9": 350000, "10": 500000,
}  # fmt: skip
ACCOUNT_CLASSES = frozenset(_BLOCKS)
METER_SIZES = frozenset(_SERVICE_FEE)


@lru_cache(maxsize=4096)
def bill_amount(usage: int, account_class: str, meter_size: str) -> int:
    """Satang to pay for `usage` cubic metres in a month; 8 m3, residential, half an inch: 10079.

    It is kept, for many customers use as much.
    """
    return sum(bill_lines(usage, account_class, meter_size).values())


def bill_lines(usage: int, account_class: str, meter_size: str) -> dict[str, int]:
    """The lines of a month's bill, which add up to what is to pay: tax is what the rounding of the whole leaves."""
    water = _water(usage, _BLOCKS[account_class])
    if account_class == OTHER:
        water = max(water, _OTHER_MINIMUM)
    raw_water, service_fee = usage * _RAW_WATER, _SERVICE_FEE[meter_size]
    net = water + raw_water + service_fee
    vat = (net * _VAT_PERCENT + 50) // 100 - net
    return {"water": water, "raw_water": raw_water, "service_fee": service_fee, "vat": vat}


def _water(usage: int, blocks: _Blocks) -> int:
    total = start = 0
    for end, price in blocks:
        within = usage if end is None else min(usage, end)
        total += max(0, within - start) * price
        start = within
    return total
