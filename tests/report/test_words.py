"""The report's own words: none missing in either language, none asked for in vain, none dead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from partnerlab.report import translations
from partnerlab.report.model import VERDICTS
from partnerlab.report.translations import WORDS, in_both_languages, in_language, translate

HOME = Path(translations.__file__).parent
SOURCES = [path for path in HOME.rglob("*") if path.suffix in (".py", ".js", ".j2") and path.name != "words.py"]
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
THAI = re.compile("[\u0e00-\u0e7f]")
PUT_TOGETHER = tuple(
    f"{stem}." for stem in ("verdict", "meaning", "blame", "run", "count", "exchange.lost", "mode", "reconciliation")
)


@pytest.mark.parametrize("key", WORDS)
def test_every_word_is_said_in_both_languages(key: str) -> None:
    english, thai = WORDS[key]
    assert english.strip() == english and thai.strip() == thai and english and thai
    assert not THAI.search(english) and THAI.search(thai)


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_have_the_same_places_to_fill(key: str) -> None:
    english, thai = (sorted(re.findall(r"\{([a-z]+)\}", text)) for text in WORDS[key])
    assert english == thai


def test_every_word_asked_for_exists() -> None:
    asked = set(re.findall(r"""\b(?:t|word|phrase|label|worded)\(\s*"([a-z_.]+)"[,)]""", SOURCE))
    assert len(asked) > 40, "the pattern finds nothing any more"
    assert not asked - set(WORDS)


def test_no_word_is_dead() -> None:
    named = set(re.findall(r"""["']([a-z_]+(?:\.[a-z_]+)*)["']""", SOURCE))
    dead = [key for key in WORDS if key.removesuffix(".one") not in named and not key.startswith(PUT_TOGETHER)]
    assert not dead


def test_every_verdict_and_its_meaning_has_a_word() -> None:
    assert all(f"{stem}.{verdict}" in WORDS for stem in ("verdict", "meaning") for verdict in VERDICTS)


def test_one_is_said_as_one() -> None:
    assert translate("count.steps", "en", n=1) == "1 step" and translate("count.steps", "en", n=2) == "2 steps"
    assert in_both_languages("count.steps", n=1)["th"] == "1 ขั้นตอน"


def test_a_text_in_one_language_is_said_in_the_other_too() -> None:
    assert (
        in_language({"th": "น้ำ"}, "en") == "น้ำ"
        and in_language("water", "th") == "water"
        and in_language(None, "en") == ""
    )
