"""The page about the live page: both languages have the same parts, called as the live page calls them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from partnerlab import yamlio

ROOT = Path(__file__).parents[2]
PAGES = {lang: (ROOT / "docs" / f"page{ending}.md").read_text("utf-8") for lang, ending in (("en", ""), ("th", ".th"))}
WORDS = yamlio.load(ROOT / "partnerlab" / "page" / "words.yaml").data
PARTS = [name for name in WORDS if name.startswith("nav.")]
EMPHASISED = {"personal.show", "journal.older"}


@pytest.mark.parametrize("lang", PAGES)
def test_each_part_of_the_page_has_a_row(lang: str) -> None:
    rows = re.findall(r"(?m)^\| ([^|]+) \|", PAGES[lang])[2:]
    assert sorted(rows) == sorted(WORDS[name][lang] for name in PARTS)


@pytest.mark.parametrize("lang", PAGES)
def test_a_button_is_called_as_on_the_page(lang: str) -> None:
    assert set(re.findall(r"\*([^*]+)\*", PAGES[lang])) == {WORDS[name][lang] for name in EMPHASISED}
