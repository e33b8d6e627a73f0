"""Nothing that looks like a test is left uncollected."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parents[1]


def test_every_file_with_tests_is_named_like_one() -> None:
    because = "a misspelt test file never runs, and nobody notices"
    stray = [
        str(path.relative_to(TESTS))
        for path in TESTS.rglob("*.py")
        if "\ndef test_" in path.read_text(encoding="utf-8") and not path.name.startswith("test_")
    ]
    assert not stray, because
