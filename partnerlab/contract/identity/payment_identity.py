"""What tells one payment (or request) from another in answers, and what stays the same when one is sent again.

x-differs-between: {what: receipt, of: [request/body/transactionId]}    # no two payments have the same receipt
x-repeats: {what: receipt, of: [request/body/transactionId]}            # the same payment has the same, however often
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.message_place import value_at
from partnerlab.contract.identity.marked_places import MarkedPlace, Path, values_at

DIFFERS, REPEATS = "x-differs-between", "x-repeats"
_REQUEST = "request/"


class NumberedField(NamedTuple):
    """A field of an answer that belongs to the payment which the places of the request name together."""

    path: Path
    mark: str
    what: str
    places: tuple[str, ...]


class NumberedValue(NamedTuple):
    """What such a field holds in one answer: `key` names the payment."""

    field: NumberedField
    where: Path
    key: tuple[str, ...]
    value: str


def numbered_fields(places: list[MarkedPlace], mark: str) -> list[NumberedField]:
    """The fields that carry a mark."""
    return [
        NumberedField(path, mark, told["what"], tuple(place.removeprefix(_REQUEST) for place in told["of"]))
        for path, told in places
    ]


def numbered_values(fields: list[NumberedField], asked: Request, answer: Answer) -> Iterator[NumberedValue]:
    """What an answer holds in these fields, where the request names a payment."""
    for field in fields:
        key = [value_at(asked, place) for place in field.places]
        if None not in key:
            for where, value in values_at(answer.body, field.path):
                yield NumberedValue(field, where, tuple(text for text in key if text is not None), str(value))


def numbered_mistakes(mark: str, told: Any) -> Iterator[str]:
    """What of a mark cannot be read."""
    places = told.get("of") if isinstance(told, dict) else None
    if not isinstance(told, dict) or told.keys() != {"what", "of"} or not isinstance(places, list) or not places:
        yield f"{mark}: expected {{what: receipt, of: [request/body/transactionId]}}, seen {told!r}"
    elif strange := [place for place in places if not str(place).startswith(_REQUEST)]:
        yield f"{mark}: of: expected places such as request/body/transactionId, seen '{strange[0]}'"
