"""Personal data in a text for which no contract marks any: citizen numbers, values of people in play; base64 is opened.

A number of the population's own blocks (`world/identifiers.py`) belongs to a test person and can only have leaked. Any
other number that looks like a citizen's may be one by chance: it is a notice, and covered all the same.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from partnerlab.world.identifiers import NO_PROVINCE, with_check_digit, with_luhn_digit

_NUMBERS = re.compile(
    r"(?<![0-9])(?:[1-8][0-9]{12}|[1-8]([- ])[0-9]{4}\1[0-9]{5}\1[0-9]{2}\1[0-9]|9800000[0-9]{7}|0{8}[0-9]{8})(?![0-9])"
)
_JOINED = re.compile(r"[0-9A-Za-z_.]")
"""Beside a foreign number: it is part of something longer, an amount or a reference."""
_PACKED = re.compile(r"[A-Za-z0-9+/_-]{16,}(?:\r?\n[A-Za-z0-9+/_-]+)*")
_THAI_DIGIT = re.compile("[๐-๙]")
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_GAP = "[- ]?"

CITIZEN, NAME, FOREIGN = "citizen number", "name", "possible citizen number"


class HiddenValue(NamedTuple):
    """What was seen: its kind, the text to cover, and the person it belongs to, if that is known."""

    kind: str
    text: str
    person: int | None = None


@dataclass(frozen=True, slots=True)
class PersonValues:
    """By what one person can be told: each value alone, a name only together with another value."""

    person: int
    values: tuple[tuple[str, str], ...]
    names: tuple[str, ...]


class HiddenValuePattern:
    """One compiled pattern for all people in play, beside the numbers that are known by their form."""

    def __init__(self, people: Iterable[PersonValues]) -> None:
        self._meant: dict[str, tuple[str, int]] = {}
        parts: list[str] = []
        for one in people:
            for kind, value in (*one.values, *((NAME, name) for name in one.names)):
                if value and self._meant.setdefault(_plain(value), (kind, one.person)) == (kind, one.person):
                    parts.append(_written(value))
        self._people = re.compile("|".join(sorted(set(parts), key=len, reverse=True)), re.IGNORECASE) if parts else None

    def search(self, text: str) -> list[HiddenValue]:
        """Everything in a text, also where it is percent-encoded, in Thai digits, or base64."""
        found = list(self._in_plain(text))
        if "%" in text and (plain := unquote(text)) != text:
            found += self._in_plain(plain)
        for run in _PACKED.finditer(text):
            found += [value._replace(text=run[0]) for value in self._in_plain(_unpacked(run[0]))]
        return found

    def _in_plain(self, text: str) -> Iterator[HiddenValue]:
        digits = text.translate(_THAI_DIGITS) if _THAI_DIGIT.search(text) else text
        for match in _NUMBERS.finditer(digits):
            if kind := _kind_of(match):
                yield HiddenValue(kind, text[match.start() : match.end()])
        for match in self._people.finditer(digits) if self._people else ():
            kind, person = self._meant[_plain(match[0])]
            yield HiddenValue(kind, text[match.start() : match.end()], person)


def is_citizen_number(text: str) -> bool:
    """Thirteen digits that pass the check digit and begin as a citizen's number does."""
    return bool(re.fullmatch(r"[1-8][0-9]{12}", text)) and with_check_digit(text[:12]) == text


def describe(kind: str) -> tuple[str, str, str]:
    """Rule, expected and seen of a finding about such a value, which never quotes it."""
    expected = "personal data only where the contract marks it"
    if kind == FOREIGN:
        return FOREIGN, expected, "13 digits that pass the check digit"
    return "unmarked personal data", expected, f"a {kind} of a person in play"


def cover_numbers(text: str, sign: str = "•") -> str:
    """A text with every number covered that is known by its form, in as many signs as it had letters."""
    return _NUMBERS.sub(lambda match: sign * len(match[0]) if _kind_of(match) else match[0], text)


def mask_numbers(raw: bytes) -> bytes:
    """The bytes of a line with the same covered by x, whatever its encoding; none moves."""
    return cover_numbers(raw.decode("latin-1"), "x").encode("latin-1")


def _kind_of(match: re.Match[str]) -> str | None:
    number = _plain(match[0])
    if len(number) == 14:
        return "mandate number"
    if len(number) == 16:
        return "card number" if with_luhn_digit(number[:-1]) == number and number.strip("0") else None
    if not is_citizen_number(number):
        return None
    if number[1:3] == NO_PROVINCE:
        return CITIZEN
    text, start, end = match.string, match.start(), match.end()
    beside = text[max(start - 1, 0) : start] + re.sub(r"\.(?![0-9])", "", text[end : end + 2])[:1]
    return None if _JOINED.search(beside) else FOREIGN


def _plain(value: str) -> str:
    compact = value.replace("-", "").replace(" ", "")
    return compact if compact.isdigit() else value.casefold()


def _written(value: str) -> str:
    if not value.isdigit():
        return re.escape(value)
    return f"(?<![0-9]){_GAP.join(value)}(?![0-9])"


def _unpacked(run: str) -> str:
    """What a run of base64 says, in either alphabet; nothing if it says nothing."""
    compact = re.sub(r"\s", "", run).replace("-", "+").replace("_", "/")
    try:
        raw = base64.b64decode(compact[: len(compact) - (len(compact) % 4 == 1)] + "===")
    except (binascii.Error, ValueError):
        return ""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
