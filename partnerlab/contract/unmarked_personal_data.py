"""Search texts for unmarked personal data: citizen numbers, values of people in play, also inside base64.

A number of the population's own blocks (`world/identifiers.py`) belongs to a test person and can only have leaked. Any
other number that looks like a citizen's may be one by chance: it is a notice, and covered all the same.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from partnerlab.contract.identity.card_numbers import cover_cards
from partnerlab.world.identifiers import NO_PROVINCE, with_check_digit, with_luhn_digit

_NUMBERS = re.compile(
    r"(?<![0-9])(?:[1-8][0-9]{12}|[1-8]([-\u2010-\u2014 \u00a0./_])[0-9]{4}\1[0-9]{5}\1[0-9]{2}\1[0-9]"
    r"|9800000[0-9]{7}|0{8}[0-9]{8})(?![0-9])"
)
_JOINED = re.compile(r"[0-9A-Za-z_.]")
"""Beside a foreign number: it is part of something longer, an amount or a reference."""
_PACKED = re.compile(r"[A-Za-z0-9+/_-]{13,}(?:\r?\n[A-Za-z0-9+/_-]+)*")
_HEX = re.compile(r"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{2}){8,}(?![0-9A-Fa-f])")
_ESCAPES = re.compile(r"\\u([0-9A-Fa-f]{4})")
_ZEROS = (0x0660, 0x06F0, 0x0966, 0x0E50, 0x0ED0, 0x1040, 0x17E0, 0xFF10)
_DIGITS = {zero + digit: str(digit) for zero in _ZEROS for digit in range(10)}
"""The digits of other scripts: Thai ones, wide ones, and those of the neighbours."""
_OTHER_DIGIT = re.compile(f"[{''.join(map(chr, _DIGITS))}]")
_BETWEEN = "-\u00ad\u2010-\u2015./_()\\s\u200b-\u200d\u2060\ufeff"
_GAP = f"[{_BETWEEN}]{{0,2}}"
_COUNTRY = f"(?:0|(?:[+]|00)?66{_GAP}0?)?"
"""How a telephone number begins, from Thailand or from abroad; a spreadsheet loses the 0."""
_LAYERS = 3
"""How often a text may be packed into another."""

_CP874_DIGITS = {0xF0 + digit: str(digit) for digit in range(10)}
_SHORTEST = 8
_REMEMBERED, _KEPT = 64, 2_000
"""Texts of so many characters at most are searched once, such as headers and names of stations; how many are kept."""

CITIZEN, NAME, FOREIGN = "citizen number", "name", "possible citizen number"


class HiddenValue(NamedTuple):
    """One value found in a text: its kind, the text to cover, and its person if known."""

    kind: str
    text: str
    person: int | None = None


@dataclass(frozen=True, slots=True)
class PersonValues:
    """Values that identify one person: each alone, but a name only together with another value."""

    person: int
    values: tuple[tuple[str, str], ...]
    names: tuple[str, ...]


class HiddenValuePattern:
    """One compiled pattern for all people in play, beside the numbers that are known by their form."""

    def __init__(self, people: Iterable[PersonValues]) -> None:
        self._meant: dict[str, tuple[str, int]] = {}
        parts: list[str] = []
        for one in people:
            for kind, value in (*_also_reversed(one.values), *((NAME, name) for name in one.names)):
                if value and self._meant.setdefault(_plain(value), (kind, one.person)) == (kind, one.person):
                    parts.append(_written(value))
        self._people = re.compile("|".join(sorted(set(parts), key=len, reverse=True)), re.IGNORECASE) if parts else None
        self._searched: dict[str, list[HiddenValue]] = {}

    def search(self, text: str) -> list[HiddenValue]:
        """Everything in a text, also in the digits of other scripts, percent-encoded, escaped, in base64 or hex."""
        if len(text) > _REMEMBERED:
            return self._search(text, _LAYERS)
        if text not in self._searched:
            if len(self._searched) >= _KEPT:
                self._searched.clear()
            self._searched[text] = self._search(text, _LAYERS)
        return self._searched[text]

    def _search(self, text: str, layers: int) -> list[HiddenValue]:
        found = list(self._in_plain(text))
        if not layers:
            return found
        for plain in _decoded(text):
            found += self._search(plain, layers - 1)
        for packed in (*_PACKED.finditer(text), *_HEX.finditer(text)):
            plain = _unpacked(packed[0]) if packed.re is _PACKED else _from_hex(packed[0])
            if len(plain) >= _SHORTEST:
                found += [value._replace(text=packed[0]) for value in self._search(plain, layers - 1)]
        return found

    def _in_plain(self, text: str) -> Iterator[HiddenValue]:
        digits = _in_ascii_digits(text)
        for match in _NUMBERS.finditer(digits):
            if kind := _kind_of(match):
                yield HiddenValue(kind, text[match.start() : match.end()])
        for match in self._people.finditer(digits) if self._people else ():
            kind, person = self._meant.get(_plain(match[0]), ("value", None))
            yield HiddenValue(kind, text[match.start() : match.end()], person)


def _also_reversed(values: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The values, and a citizen's number from its end, as some disguise it."""
    for kind, value in values:
        yield kind, value
        if kind == CITIZEN:
            yield kind, value[::-1]


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
    return _covered(text, _in_ascii_digits(text), sign)


def mask_numbers(raw: bytes) -> bytes:
    """The bytes of a line with the same covered by x, in ASCII and in the Thai digits of cp874, and whole card numbers;
    none moves."""
    text = raw.decode("latin-1")
    return cover_cards(_covered(text, text.translate(_CP874_DIGITS), "x"), "x").encode("latin-1")


def _in_ascii_digits(text: str) -> str:
    """The text with the digits of other scripts as ASCII has them."""
    return text.translate(_DIGITS) if _OTHER_DIGIT.search(text) else text


def _covered(text: str, digits: str, sign: str) -> str:
    """A text with the numbers covered that stand in `digits`, which is as long."""
    for match in _NUMBERS.finditer(digits):
        if _kind_of(match):
            text = text[: match.start()] + sign * len(match[0]) + text[match.end() :]
    return text


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
    """A value by which it is known however it is written: the words of a name in any order, a telephone from abroad."""
    compact = re.sub(f"[{_BETWEEN}+]", "", value)
    if not compact.isdigit():
        return " ".join(sorted(re.split(r"[\s,]+", value.casefold())))
    local = re.fullmatch("(?:(?:00)?660?)?([0-9]{9})", compact)
    return f"0{local[1]}" if local and len(compact) != len("1234567890123") else compact


def _written(value: str) -> str:
    if value.isdigit():
        first = _COUNTRY if len(value) == len("0812345678") and value[0] == "0" else value[0]
        return f"(?<![0-9]){_GAP.join([first, *value[1:]])}(?![0-9])"
    first, _, last = value.partition(" ")
    if not last:
        return re.escape(value)
    words = re.escape(first), r"\s+".join(map(re.escape, last.split()))
    return "|".join(r"(?:\s+|\s*,\s*)".join(order) for order in (words, words[::-1]))


def _decoded(text: str) -> Iterator[str]:
    """What a text says where parts of it are escaped for a URL, for HTML or for JSON."""
    found = {unquote(text) if "%" in text else text, html.unescape(text) if "&" in text else text}
    found.add(_ESCAPES.sub(lambda code: chr(int(code[1], 16)), text))
    yield from sorted(found - {text})


def _from_hex(run: str) -> str:
    """What a run of hexadecimal digits says; nothing if that is no text."""
    raw = bytes.fromhex(run).replace(b"\0", b"")
    return raw.decode("ascii") if raw.isascii() else ""


def _unpacked(run: str) -> str:
    """What a run of base64 says, in either alphabet; nothing if it says nothing."""
    compact = re.sub(r"\s", "", run).replace("-", "+").replace("_", "/")
    try:
        raw = base64.b64decode(compact[: len(compact) - (len(compact) % 4 == 1)] + "===")
    except (binascii.Error, ValueError):
        return ""
    raw = raw.replace(b"\0", b"")  # as ASCII stands in UTF-16
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
