"""The page's own words in English and Thai; what the reports say already is said in their words."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from partnerlab import yamlio
from partnerlab.report.translations import LANGUAGES, WORDS, Language, translate


@cache
def page_words() -> dict[str, dict[str, str]]:
    """Every word or phrase by its key, in every language."""
    text = (files("partnerlab.page") / "words.yaml").read_text(encoding="utf-8")
    words: dict[str, dict[str, str]] = yamlio.parse(text, "words.yaml").data
    return words


def word(key: str, language: Language, **values: Any) -> str:
    """The word or phrase named `key`; `{name}` places in it are filled from `values`."""
    if key in page_words():
        text = page_words()[key][language]
        return text.format(**values) if values else text
    return translate(key, language, **values)


def known(key: str) -> bool:
    """Whether there is a word of this name."""
    return key in page_words() or key in WORDS


def language_of(name: str | None) -> Language | None:
    """A language that the page speaks, by its name; else None."""
    return next((language for language in LANGUAGES if language == name), None)
