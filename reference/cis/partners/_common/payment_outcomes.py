"""The agreed table of outcomes: what each dialect of the payment agents calls each of them.

It stands in `contracts/_common/payment_outcomes.csv`, one row for each outcome and one column for each dialect.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TypeVar

from reference.common.codes import Codes

_HOME = Path(__file__).parents[4]
_KITS = (_HOME, _HOME / "partnerlab" / "_kit")
"""Where the contracts stand: beside the reference in a checkout, in the kit where a wheel is installed."""

TABLE = next(file for kit in _KITS if (file := kit / "contracts" / "_common" / "payment_outcomes.csv").exists())
NEVER = "-"
"""Where a dialect has no code, for the outcome does not come up in it."""

Member = TypeVar("Member", bound=Enum)


@cache
def _rows() -> dict[str, dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as table:
        return {row["outcome"]: row for row in csv.DictReader(table)}


def code_of(dialect: str, outcome: str) -> str:
    """The code of one outcome; a LookupError where the table has none."""
    code = _rows()[outcome][dialect]
    if code == NEVER:
        raise LookupError(f"{TABLE}: {dialect} has no code for {outcome}")
    return code


def codes_of(dialect: str, members: type[Member], named: Mapping[Member, str] | None = None) -> Codes[Member]:
    """The codes of an enumeration whose values are the outcomes of the table, or whose members are `named` there."""
    return Codes(
        members, {member: code_of(dialect, named[member] if named else str(member.value)) for member in members}
    )
