"""The made-up value for each real one, the same everywhere in one recording.

Which stands for which is known to nobody else and kept nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from partnerlab.conformance.recording.made_up_values import KEPT_WORDS, MadeUpValues
from partnerlab.contract.personal_data import PersonalField
from partnerlab.contract.unmarked_personal_data import HiddenValuePattern, PersonValues
from partnerlab.world.population import World

_LASTING = ("identity", "name", "contact", "family", "credentials")
"""Categories that identify a person: such a value means the same person in every message."""

_TOLD = "finance"
"""Amounts stay, for the identity beside them is made up; numbers of accounts do not."""

_CODE, _TELLING, _ACCOUNT, _CITIZEN = 3, 5, 10, 13
"""Characters: a shorter text is a code, as that of a sex; of a text that is looked for elsewhere; of an
account; of a citizen's number, which as a number may have lost its first 0."""


class Pseudonyms:
    """The pseudonyms of one recording."""

    def __init__(self, world: World) -> None:
        self._made_up = MadeUpValues(world)
        self._by_real: dict[str, str] = {}
        self._given: set[str] = set()
        self._searched: dict[str, None] = {}
        self._here: dict[str, None] = {}
        self._pattern: HiddenValuePattern | None = None

    def begin(self, fields: Iterable[PersonalField]) -> None:
        """Begin an exchange with these values: they are looked for in it, however they are written or encoded."""
        self._here, self._pattern = {}, None
        for field in fields:
            if isinstance(field.value, (str, int)):
                self._search_for(field.category, str(field.value))

    def of(self, category: str, real: Any, offered: Any = None) -> Any:
        """The pseudonym of a value; `offered` is the population's value at its place, taken if it fits."""
        if isinstance(real, bool) or real is None or real == "":
            return real
        if not isinstance(real, str):
            return self._number(category, real, offered)
        fits = isinstance(offered, str) and bool(offered)
        if category not in _LASTING and fits and category != _TOLD:
            self._search_for(category, real)
            return offered
        if len(real) <= _CODE and category != "credentials":
            return offered if fits and category != _TOLD else real
        if category in ("name", "family") and not real.isdigit():
            return self._name(real, offered if fits else None)
        known = self._by_real.get(_plain(real))
        if known is None:
            own = offered if fits and category in _LASTING and offered not in self._given else None
            known = self._keep(category, real, own or self._new(category, real))
        return _like(known, real)

    def in_text(self, text: str) -> str:
        """A text in which nothing is marked, with every known value and every citizen's number replaced."""
        if self._pattern is None:
            self._pattern = HiddenValuePattern([PersonValues(0, tuple(("value", real) for real in self._here), ())])
        for hidden in sorted(self._pattern.search(text), key=lambda found: -len(found.text)):
            known = self._by_real.get(_plain(hidden.text))
            if known is None and re.fullmatch("[0-9-]+", hidden.text):
                known = self.of("identity", hidden.text)
            text = text.replace(hidden.text, known or "•" * len(hidden.text))
        for real in self._searched:  # of other exchanges, where they stand as they were
            if real in text and real not in self._given:
                text = text.replace(real, self._by_real.get(_plain(real), "•" * len(real)))
        return text

    def _number(self, category: str, real: Any, offered: Any) -> Any:
        """A number of JSON, treated as text of its digits: some registers send a citizen's number as a number."""
        if category == _TOLD or not isinstance(real, int):
            fits = isinstance(offered, (int, float)) and category != _TOLD
            return float(offered) if fits else real if category == _TOLD else float(self._made_up.same_shape(str(real)))
        text = str(real).zfill(_CITIZEN) if len(str(real)) == _CITIZEN - 1 else str(real)
        made = self.of(category, text, str(offered).zfill(len(text)) if isinstance(offered, int) else None)
        return int(made) if str(made).isdigit() else int(self._made_up.same_shape(text))

    def _name(self, real: str, offered: str | None) -> str:
        """Word by word, so that a full name and its parts agree; titles and forms of companies stay."""
        words = real.split(" ")
        if offered and len(words) == len(offered.split(" ")):
            for word, made in zip(words, offered.split(" "), strict=True):
                if word not in KEPT_WORDS and _plain(word) not in self._by_real:
                    self._keep("name", word, made)
        return " ".join(self._word(word) for word in words)

    def _word(self, word: str) -> str:
        if word in KEPT_WORDS or not any(map(str.isalnum, word)):
            return word
        known = self._by_real.get(_plain(word))
        return known if known is not None else self._keep("name", word, self._made_up.name(word))

    def _new(self, category: str, real: str) -> str:
        made_up = self._made_up
        if category == "credentials":
            return made_up.same_shape(real)
        if category == _TOLD:
            return made_up.identifier(real) if real.isdigit() and len(real) >= _ACCOUNT else real
        if category == "contact":
            return made_up.contact(real)
        if category in ("birth", "identity", "family") and (date := made_up.date(real)) is not None:
            return date
        return made_up.identifier(real) if category in ("identity", "family") else made_up.same_shape(real)

    def _keep(self, category: str, real: str, made: str) -> str:
        self._by_real[_plain(real)] = made
        self._given.add(made)
        self._search_for(category, real)
        return made

    def _search_for(self, category: str, real: str) -> None:
        """Look for a value in all unmarked text from now on; a short one would be found by chance."""
        if len(real) >= _TELLING and category != _TOLD and real not in self._here:
            self._searched[real] = self._here[real] = None
            self._pattern = None


def _plain(value: str) -> str:
    """A number without the hyphens and blanks that group its digits."""
    bare = re.sub(r"[-\s]", "", value)
    return bare if bare.isdigit() else value


def _like(made: str, real: str) -> str:
    """A number grouped like the real one."""
    if not _plain(real).isdigit() or not _plain(made).isdigit():
        return made
    digits = iter(_plain(made))
    return "".join(letter if not letter.isdigit() else next(digits, "") for letter in real) + "".join(digits)
