"""Card numbers that stand in a file as a whole: a card travels as a token, or as its first six and last four digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from partnerlab.contract.files.delimited.delimited_records import COUNTED
from partnerlab.contract.files.file_findings import FileFinding, Place
from partnerlab.contract.files.layout import Layout
from partnerlab.contract.files.line_stream import Data
from partnerlab.world.identifiers import with_luhn_digit

_CARD = re.compile(r"(?<![0-9])(?:[3-6][0-9]{12,18}|0{8}[0-9]{8})(?![0-9])")
"""As issuers number cards, and as the population does."""

_SHORTEST = 13
"""Digits of the shortest card number."""


def whole_cards(layout: Layout, data: Data) -> Iterator[tuple[Place, str]]:
    """Each field that holds a whole card number, with its text."""
    counted = counted_fields(layout)
    marked = ((place, text) for place, _, text in layout.personal(data))
    for place, text in (*marked, *layout.unmarked(data)):
        if place.field not in counted and is_whole_card(text):
            yield place, text


def counted_fields(layout: Layout) -> set[str | None]:
    """The names of fields that are counts and amounts, whose digits are no card's."""
    fields = (field for record in layout.model.records.values() for field in record.fields)
    return {field.name for field in fields if field.kind in COUNTED}


def is_whole_card(text: str) -> bool:
    """Whether a text holds 13 to 19 digits that begin as a card's do and pass its check digit."""
    if len(text) < _SHORTEST:
        return False
    found = (match[0] for match in _CARD.finditer(text.replace(" ", "").replace("-", "")))
    return any(with_luhn_digit(number[:-1]) == number and bool(number.strip("0")) for number in found)


def finding(place: Place) -> FileFinding:
    """The finding of a whole card number, which is never quoted."""
    expected = "a token, or the first six and last four digits of the card"
    return FileFinding("request", str(place), "whole card number", expected, "a whole card number", "record", place)
