"""How one operation moves money: its marks in the contract (`x-money`), and what they find in a message.

A place is where a value stands: `body/transactionId`, `path/number`, `query/till`, `header/X-Trace`, or the `status` of
an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

import jsonschema_rs

from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.message_place import value_at
from partnerlab.schemas.error_text import told
from partnerlab.schemas.validation import schema

NEVER = "never"
"""In place of `takes_back`: what the operation takes is not taken back by any message."""

_SATANG = {"baht": 100, "satang": 1}

Values = Mapping[str, tuple[str, ...]]
"""Places of an answer, each with the values that are meant."""


@dataclass(frozen=True, slots=True)
class Takes:
    """The message hands money over. `number` makes it the same payment when it is sent again.

    An `unclear` answer in which there is something at the place `stands_with` is an accepted one.
    """

    number: tuple[str, ...]
    amount: str
    unit: str
    till: tuple[str, ...]
    day: str | None
    accepted: Values
    unclear: Values
    stands_with: str | None = None


@dataclass(frozen=True, slots=True)
class TakesBack:
    """The message takes the payment of that number back."""

    original: tuple[str, ...]
    accepted: Values
    unclear: Values
    stands_with: str | None = None


@dataclass(frozen=True, slots=True)
class Tells:
    """Marks of an operation whose answer gives the status of a payment."""

    number: tuple[str, ...]
    taken: Values
    not_taken: Values


@dataclass(frozen=True, slots=True)
class TillTotals:
    """The totals of a till for one day; `voided` are the places of sum and count of the payments taken back."""

    till: tuple[str, ...]
    day: str
    sum: str
    count: str
    unit: str
    voided: tuple[str, str] | None
    accepted: Values
    unclear: Values


@dataclass(frozen=True, slots=True)
class MoneyMarks:
    """All marks of one operation."""

    takes: Takes | None = None
    takes_back: TakesBack | None = None
    never_taken_back: bool = False
    tells: Tells | None = None
    totals: TillTotals | None = None

    def request_places(self) -> Iterator[str]:
        """Every place of the request that a mark names."""
        for mark in (self.takes, self.takes_back, self.tells, self.totals):
            for word in ("number", "original", "till", "amount", "day", "sum", "count", "voided"):
                named = getattr(mark, word, None) or ()
                yield from (named,) if isinstance(named, str) else named

    def answer_values(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every place of the answer that a mark names, with the values that it means there."""
        for mark in (self.takes, self.takes_back, self.tells, self.totals):
            for word in ("accepted", "unclear", "taken", "not_taken"):
                yield from getattr(mark, word, {}).items()
            if place := getattr(mark, "stands_with", None):
                yield place, ()


def money_marks(data: Any) -> MoneyMarks | None:
    """The marks that a document's `x-money` says; ValueError says what is wrong with them."""
    if data is None:
        return None
    for error in _validator().iter_errors(data):
        place = "/".join(("x-money", *map(str, error.instance_path)))
        raise ValueError(f"{place}: {told(error, schema('money'))}")
    never = data.get("takes_back") == NEVER
    return MoneyMarks(
        takes=_takes(data["takes"]) if "takes" in data else None,
        takes_back=_takes_back(data["takes_back"]) if "takes_back" in data and not never else None,
        never_taken_back=never,
        tells=_tells(data["tells"]) if "tells" in data else None,
        totals=_totals(data["totals"]) if "totals" in data else None,
    )


def key_at(message: Request | Answer, places: tuple[str, ...]) -> tuple[str, ...] | None:
    """The values of several places together; None where one of them is missing."""
    values = [value_at(message, place) for place in places]
    known = tuple(value for value in values if value is not None)
    return known if len(known) == len(values) else None


def satang_at(message: Request | Answer, place: str, unit: str) -> int | None:
    """An amount in satang; None where there is none that could be money."""
    try:
        amount = Decimal(value_at(message, place) or "") * _SATANG[unit]
        return int(amount) if amount >= 0 and amount == int(amount) else None
    except (InvalidOperation, ValueError, OverflowError):
        return None


def all_hold(message: Answer, values: Values) -> bool:
    """Whether each of the places holds one of its values."""
    return bool(values) and all(value_at(message, place) in meant for place, meant in values.items())


def any_holds(message: Answer, values: Values) -> bool:
    """Whether one of the places holds one of its values."""
    return any(value_at(message, place) in meant for place, meant in values.items())


def accepts(answer: Answer, mark: Takes | TakesBack) -> bool:
    """Whether an answer says yes, or is unclear and shows what stands already, such as a receipt of the first time."""
    if all_hold(answer, mark.accepted):
        return True
    stands = mark.stands_with is not None and value_at(answer, mark.stands_with) is not None
    return stands and any_holds(answer, mark.unclear)


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema("money"))


def _takes(data: dict[str, Any]) -> Takes:
    number, till = _places(data["number"]), _places(data.get("till", []))
    accepted, unclear = _values(data, "accepted"), _values(data, "unclear")
    return Takes(
        number, data["amount"], data["unit"], till, data.get("day"), accepted, unclear, data.get("stands_with")
    )


def _takes_back(data: dict[str, Any]) -> TakesBack:
    accepted, unclear = _values(data, "accepted"), _values(data, "unclear")
    return TakesBack(_places(data["original"]), accepted, unclear, data.get("stands_with"))


def _tells(data: dict[str, Any]) -> Tells:
    return Tells(_places(data["number"]), _values(data, "taken"), _values(data, "not_taken"))


def _totals(data: dict[str, Any]) -> TillTotals:
    voided = (data["voided"]["sum"], data["voided"]["count"]) if "voided" in data else None
    return TillTotals(
        till=_places(data["till"]),
        day=data["day"],
        sum=data["sum"],
        count=data["count"],
        unit=data["unit"],
        voided=voided,
        accepted=_values(data, "accepted"),
        unclear=_values(data, "unclear"),
    )


def _places(named: str | list[str]) -> tuple[str, ...]:
    return (named,) if isinstance(named, str) else tuple(named)


def _values(data: dict[str, Any], word: str) -> Values:
    return {place: tuple(values) for place, values in data.get(word, {}).items()}
