"""Whole card numbers in running text: a card travels as a token, or as its first six and last four digits."""

from __future__ import annotations

import re

from partnerlab.contract.findings import Finding, Side
from partnerlab.world.identifiers import with_luhn_digit

SHORTEST = 14
"""Digits. Cards of 13 are no longer issued, and citizens' numbers have as many."""

_IN_TEXT = re.compile(
    r"(?<![0-9A-Za-z.*])(?:[3-6][0-9]{13,18}|[3-6][0-9]{3}(?:[ -][0-9]{4}){3}|0{8}[0-9]{8})(?![0-9A-Za-z*])"
)
"""As issuers write cards, and as the population numbers them; decimals and parts of other codes are none."""


def card_in(text: str) -> str | None:
    """The first whole card number of a text, as it stands there."""
    if len(text) < SHORTEST:
        return None
    return next((match[0] for match in _IN_TEXT.finditer(text) if _passes(match[0])), None)


def cover_cards(text: str, sign: str) -> str:
    """A text with every whole card number covered, in as many signs as it had letters."""
    if len(text) < SHORTEST:
        return text
    return _IN_TEXT.sub(lambda match: sign * len(match[0]) if _passes(match[0]) else match[0], text)


def card_finding(side: Side, where: str) -> Finding:
    """The finding of a whole card number, which is never quoted."""
    expected = "a token, or the first six and last four digits of the card"
    return Finding(side, where, "whole card number", expected, "a whole card number")


def _passes(found: str) -> bool:
    digits = found.replace(" ", "").replace("-", "")
    return with_luhn_digit(digits[:-1]) == digits and bool(digits.strip("0"))
