"""Numbers as JSON writes them."""

from __future__ import annotations

import json

import pytest

from reference.cis.numbers import whole_number


@pytest.mark.parametrize(("written", "read"), [("8", 8), ("8.0", 8), ("2.12e3", 2120), ("-3", -3), ("0", 0)])
def test_a_whole_number_may_be_written_in_several_ways(written: str, read: int) -> None:
    number = whole_number(json.loads(written))
    assert number == read
    assert type(number) is int


@pytest.mark.parametrize("written", ["8.5", "true", '"8"', "null", "1e400", "[8]"])
def test_what_is_no_whole_number_is_none(written: str) -> None:
    assert whole_number(json.loads(written)) is None
