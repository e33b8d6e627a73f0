"""What the fuzzer takes for a good date is one for the judge."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnerlab.conformance.verify.checks.date_patterns import date_pattern
from partnerlab.contract.json_dates import agreed_date

MARKS: list[dict[str, Any]] = [
    {"format": "YYYY-MM-DDThh:mm:ss+07:00", "era": "ce"},
    {"format": "DD/MM/YYYY", "era": "be"},
    {"format": "YYMM########", "era": "be", "range": [2000, 2100]},
    {"format": "YYYY-MM-DDThh:mm:ss*Z", "era": "ce"},
    {"format": "YYYYMMDD", "era": "be", "range": [2030, 2031]},
    {"format": "YYYYMMDD", "era": "ce", "range": [1900, 1999]},
    {"format": "YYMMDD", "era": "be", "partial": True, "none": ["0"]},
]


@pytest.mark.parametrize("mark", MARKS, ids=[mark["format"] for mark in MARKS])
def test_every_text_of_the_pattern_is_a_date(mark: dict[str, Any]) -> None:
    @settings(max_examples=50, deadline=None, database=None, derandomize=True)
    @given(st.from_regex(re.compile(date_pattern(mark), re.ASCII), fullmatch=True))
    def check(text: str) -> None:
        agreed_date(mark).check(text)

    check()
