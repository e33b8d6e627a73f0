"""How two texts differ is told without quoting either."""

from __future__ import annotations

import pytest

from partnerlab.scenario.differences import difference


@pytest.mark.parametrize(
    ("expected", "seen", "told"),
    [
        ("1100400123456", "1100400123465", "has the same characters in another order; the first 11 characters agree"),
        ("1100400123456", "1100400123457", "differs; the first 12 characters agree"),
        (
            "1100400123456",
            "110040012345",
            "differs; the first 12 characters agree; 13 characters were expected, 12 seen",
        ),
        ("1100400123456", "1-1004-00123-45-6", "differs in spaces or dashes alone"),
        ("Somchai", "SOMCHAI", "differs in upper and lower case alone"),
        ("somchai", "anong", "differs; the first character differs already; 7 characters were expected, 5 seen"),
    ],
)
def test_it_is_told_where_two_texts_part_and_how(expected: str, seen: str, told: str) -> None:
    assert difference(expected, seen) == told
