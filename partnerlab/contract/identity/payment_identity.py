"""Check numbers of payments in answers: repeated with the same payment, different for another.

x-differs-between: {what: receipt, of: [request/body/transactionId]}    # no two payments have the same receipt
x-repeats: {what: receipt, of: [request/body/transactionId]}            # the same payment has the same, however often

Beside the `type: object` of an answer the mark is of the whole record. Several marks of one field are a list.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
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
    """The value of such a field in one answer; `key` identifies the payment."""

    field: NumberedField
    where: Path
    key: tuple[str, ...]
    value: str


def numbered_fields(places: list[MarkedPlace], mark: str) -> list[NumberedField]:
    """The fields that carry a mark, once for each thing that they tell apart."""
    return [
        NumberedField(path, mark, told["what"], tuple(place.removeprefix(_REQUEST) for place in told["of"]))
        for path, marks in places
        for told in (marks if isinstance(marks, list) else [marks])
    ]


def numbered_values(fields: list[NumberedField], asked: Request, answer: Answer) -> Iterator[NumberedValue]:
    """What an answer holds in these fields, where the request names a payment."""
    for field in fields:
        key = [value_at(asked, place) for place in field.places]
        if None not in key:
            named = tuple(text for text in key if text is not None)
            for where, value in values_at(answer.body, field.path):
                if field.path or isinstance(value, Mapping):
                    yield NumberedValue(field, where, named, _text(value))


def _text(value: Any) -> str:
    """A value as it is compared; a whole record is known by a digest alone, for what stands in it is its own matter."""
    if not isinstance(value, Mapping | list):
        return str(value)
    written = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return f"a record (SHA-256 {hashlib.sha256(written.encode()).hexdigest()[:12]})"


def numbered_mistakes(mark: str, told: Any) -> Iterator[str]:
    """Mistakes in a mark."""
    if isinstance(told, list) and told:
        for one in told:
            yield from numbered_mistakes(mark, one)
        return
    places = told.get("of") if isinstance(told, dict) else None
    if not isinstance(told, dict) or told.keys() != {"what", "of"} or not isinstance(places, list) or not places:
        yield f"{mark}: expected {{what: receipt, of: [request/body/transactionId]}}, seen {told!r}"
    elif strange := [place for place in places if not str(place).startswith(_REQUEST)]:
        yield f"{mark}: of: expected places such as request/body/transactionId, seen '{strange[0]}'"
