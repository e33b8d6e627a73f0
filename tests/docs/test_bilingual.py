"""Pages in English and Thai say the same: every page that has a Thai one beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
THAI = sorted(DOCS.glob("*.th.md"))


def texts(thai: Path) -> tuple[str, str]:
    """The page in English, and the one in Thai."""
    return thai.with_name(thai.name.replace(".th.md", ".md")).read_text("utf-8"), thai.read_text("utf-8")


def links(text: str) -> list[str]:
    """The pages and files that a page leads to, without places within it and the page in the other language."""
    return sorted(link for link in re.findall(r"\]\(([^)#]+)", text) if link not in own_names())


def own_names() -> set[str]:
    return {name for page in THAI for name in (page.name, page.name.replace(".th.md", ".md"))}


def test_there_are_such_pages() -> None:
    assert {page.name for page in THAI} == {"page.th.md", "partners-guide.th.md"}


@pytest.mark.parametrize("thai", THAI, ids=lambda page: page.name)
def test_each_leads_to_the_other(thai: Path) -> None:
    english, text = texts(thai)
    assert f"[ภาษาไทย]({thai.name})" in english and f"[English]({thai.name.replace('.th.md', '.md')})" in text


@pytest.mark.parametrize("thai", THAI, ids=lambda page: page.name)
def test_both_have_the_same_headings_tables_commands_and_links(thai: Path) -> None:
    english, text = texts(thai)
    for pattern in (r"(?m)^(#+) ?([0-9]?)", r"(?ms)^```\w*\n.*?^```", r"(?m)^\|[-|:]+\|$"):
        assert re.findall(pattern, english) == re.findall(pattern, text)
    assert len(re.findall(r"(?m)^\| ", english)) == len(re.findall(r"(?m)^\| ", text))
    assert sorted(set(re.findall(r"`([^`\n]+)`", english))) == sorted(set(re.findall(r"`([^`\n]+)`", text)))
    assert links(english) == links(text)
