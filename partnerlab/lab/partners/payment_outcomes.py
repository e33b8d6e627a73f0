"""The table of outcomes of a payment: the code of each in each dialect, and the canonical outcome that it means.

It stands in `contracts/_common/payment_outcomes.csv`. `-` is where an outcome does not come up in a dialect.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from partnerlab.errors import InputError

TABLE = Path("_common") / "payment_outcomes.csv"
CANONICAL = (
    "ok", "reference_not_found", "amount_wrong", "already_paid", "overdue", "has_arrears", "pay_at_office", "with_bank",
    "bad_credentials", "unavailable", "state_unknown", "other",
)  # fmt: skip
_NEVER = "-"


@dataclass(frozen=True)
class Row:
    """One outcome: `codes` by dialect, where it comes up."""

    outcome: str
    canonical: str
    codes: dict[str, str]


@dataclass(frozen=True)
class PaymentOutcomes:
    """The table."""

    dialects: tuple[str, ...]
    rows: tuple[Row, ...]

    def meanings(self, dialect: str, code: str) -> list[str]:
        """The canonical outcomes that a code of a dialect may mean, the first of the table first."""
        return list(dict.fromkeys(row.canonical for row in self.rows if row.codes.get(dialect) == code))

    def codes(self, dialect: str) -> set[str]:
        """All codes of a dialect."""
        return {row.codes[dialect] for row in self.rows if dialect in row.codes}


def load(contracts: Path) -> PaymentOutcomes:
    """The table of payment outcomes; an InputError where a row names an unknown outcome or one that has a row."""
    file = contracts / TABLE
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        dialects = tuple(reader.fieldnames or ())[2:]
        rows = [_row(file, number, line, dialects) for number, line in enumerate(reader, 2)]
    names = [row.outcome for row in rows]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise InputError(f"{file}: {', '.join(twice)}: stands in two rows")
    return PaymentOutcomes(dialects, tuple(rows))


def _row(file: Path, number: int, line: dict[str, str], dialects: tuple[str, ...]) -> Row:
    if line["canonical"] not in CANONICAL:
        raise InputError(
            f"{file}:{number}: canonical: expected one of {', '.join(CANONICAL)}, seen {line['canonical']!r}"
        )
    return Row(line["outcome"], line["canonical"], {name: line[name] for name in dialects if line[name] != _NEVER})
