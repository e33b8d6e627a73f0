"""The test hooks of the raw-water system: clear errors, and a large move of the clock takes no minutes."""

from __future__ import annotations

from typing import Any

import pytest
from rwc_support import Rwc


def test_a_clock_that_was_set_leaps_a_year_at_most_until_all_is_forgotten(rwc: Rwc) -> None:
    far: Any = rwc.web.put("/_test/clock", json={"now": "2090-01-01T00:00:00+07:00"})
    assert (far.status_code, "at most 366 days ahead" in far.json["message"]) == (409, True)
    rwc.ok(rwc.web.post("/_test/reset"))
    assert rwc.clock("2090-01-01 00:00")["now"] == "2090-01-01T00:00:00+07:00"


@pytest.mark.parametrize("now", ["9999-12-31T23:59:59+07:00", "2569-11-23T09:00:00+07:00", "then", None])
def test_a_clock_knows_gregorian_years_of_this_century(rwc: Rwc, now: Any) -> None:
    answer: Any = rwc.web.put("/_test/clock", json={"now": now})
    assert (answer.status_code, "now: expected" in answer.json["message"]) == (400, True)


@pytest.mark.parametrize(
    ("job", "words", "named"),
    [
        ("work_queue", {"amount": "1.00"}, "amount: not known here"),
        ("work_queue", {"station": "S1\n"}, "station: expected a code"),
        ("measure", {"station": "S1"}, "values: expected values by parameter, seen nothing"),
        ("measure", {"station": "S1", "values": []}, "values: expected values by parameter"),
        ("measure", {"station": "S1", "values": {"ph": 10**400}}, "ordinary size for ph"),
        ("measure", {"station": "S1", "values": {"ph": 7}, "at": "then"}, "at: expected a time"),
    ],
)
def test_a_job_with_other_words_is_told(rwc: Rwc, job: str, words: dict[str, Any], named: str) -> None:
    answer: Any = rwc.web.post(f"/_test/jobs/{job}", json=words)
    assert (answer.status_code, named in answer.json["message"]) == (400, True)


def test_the_outbox_is_shown_whole_where_no_subject_is_named(rwc: Rwc) -> None:
    assert rwc.show("outbox", "") == {"messages": []}
