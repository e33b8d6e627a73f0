"""The Navy's files: taken whole or not at all, and never heights of two datums together."""

from __future__ import annotations

from typing import Any

import pytest
from rwc_support import Rwc

HEAD = b"station_code,datetime,height_m,datum\n"
HEIGHTS = ("0.41", "-0.10", *["0.30"] * 22)
GOOD = HEAD + b"".join(f"S1,2026-11-11 {hour:02d}:00,{height},MSL\n".encode() for hour, height in enumerate(HEIGHTS))


LAST = b"S1,2026-11-11 23:00,0.30,MSL\n"


def take(rwc: Rwc, data: bytes, name: str = "RTN_S1_20261111.csv") -> dict[str, Any]:
    handled = rwc.app.extensions["rwc"].files.take("hydrographic", name, data)
    found = rwc.show("file", name)
    assert (found["partner"], found["state"]) == ("hydrographic", handled.folder)
    return found


def test_predictions_are_kept_with_their_datum_as_unit(rwc: Rwc) -> None:
    assert take(rwc, GOOD)["records"] == 24
    found = rwc.show("reading", "S1.level@2026-11-11T01:00")
    assert (found["value"], found["unit"], found["quality"], found["age"]) == (-0.1, "m MSL", "good", -1020)


def test_a_prediction_does_not_grow_stale(rwc: Rwc) -> None:
    take(rwc, GOOD)
    rwc.clock("2026-11-20 08:00")
    assert rwc.reading("S1.level")[1] == "good"


def test_the_mark_of_utf_8_is_let_pass(rwc: Rwc) -> None:
    assert take(rwc, b"\xef\xbb\xbf" + GOOD)["state"] == "taken"


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (b"0.41,MSL", b"2.55,LLW", "line 2: expected datum MSL, seen LLW"),
        (b"-0.10,MSL", b"-0.10,LLW", "line 3: expected datum MSL, seen LLW"),
        (b"0.41,MSL", b"0.41,", "line 2: expected datum MSL, seen none"),
        (b"0.41,MSL", b"0.41,   ", "line 2: expected datum MSL, seen none"),
        (b"0.41,MSL", b"0.41,msl", "line 2: expected datum MSL, seen msl"),
        (b"0.41,MSL", b"0.41", "line 2: expected 4 cells, seen 3"),
        (b"0.41", b"", "line 2: expected a height in metres, seen none"),
        (b"0.41", b"0.41m", "line 2: expected a height in metres, seen 0.41m"),
        (b"S1,2026-11-11 00", b"S5,2026-11-11 00", "line 2: expected station S1, seen S5"),
        (b"2026-11-11 00:00", b"2569-11-11 00:00",
         "line 2: expected a moment such as 2026-11-10 08:00, seen 2569-11-11 00:00"),
        (b"2026-11-11 00:00", b"then", "line 2: expected a moment such as 2026-11-10 08:00, seen then"),
        (b"2026-11-11 00:00", b"2026-11-10 00:00",
         "line 2: expected 2026-11-11, as in the file's name, seen 2026-11-10"),
        (b"S1,2026-11-11 01:00,-0.10,MSL\n", b"", "expected every hour of 2026-11-11, missing 01:00"),
        (b",datum\n", b"\n", "line 1: expected station_code,datetime,height_m,datum"),
        (b"02:00,0.30", b"01:00,0.30", "expected every hour of 2026-11-11, missing 02:00"),
        (LAST, LAST + LAST, "line 26: expected the end, seen 23:00"),
        (b"MSL\n", b"MSL\r\n", "line 2: expected no control characters"),
        (GOOD, HEAD, "no predictions"),
        (GOOD, b"", "line 1: expected station_code,datetime,height_m,datum"),
        (b"S1", b"\xa1\xa1", "expected UTF-8"),
    ],
)  # fmt: skip
def test_what_is_not_as_agreed_refuses_the_whole_file(rwc: Rwc, before: bytes, after: bytes, reason: str) -> None:
    assert before in GOOD
    found = take(rwc, GOOD.replace(before, after, 1))
    assert (found["state"], found["reason"], found["new"]) == ("refused", reason, 0)
    assert rwc.web.get("/_test/show/reading?id=S1.level").status_code == 404


@pytest.mark.parametrize(
    ("line", "state"),
    [(b"02:00,0.90", "taken"), (b"02:00,0.91", "refused"), (b"01:00,2.04", "refused")],
)
def test_what_leaps_from_what_is_known_is_of_another_datum(rwc: Rwc, line: bytes, state: str) -> None:
    take(rwc, GOOD)
    (before,) = [known for known in GOOD.splitlines() if line[:5] in known]
    found = take(rwc, GOOD.replace(before, b"S1,2026-11-11 " + line + b",MSL"))
    assert found["state"] == state, found["reason"]
    assert state == "taken" or "of another datum" in found["reason"]


def test_days_that_have_passed_are_those_of_an_older_file(rwc: Rwc) -> None:
    older = GOOD.replace(b"2026-11-11", b"2025-11-11")
    assert "which has passed" in take(rwc, older, "RTN_S1_20251111.csv")["reason"]


def test_a_file_again_changes_nothing_and_a_new_prediction_is_a_correction(rwc: Rwc) -> None:
    take(rwc, GOOD)
    assert (take(rwc, GOOD)["records"], take(rwc, GOOD)["new"]) == (24, 0)
    assert take(rwc, GOOD.replace(b"0.41", b"0.45"))["new"] == 1
    found = rwc.show("reading", "S1.level@2026-11-11T00:00")
    assert (found["value"], found["revision"]) == (0.45, 2)


def test_without_a_drop_off_there_is_nothing_to_take_up(rwc: Rwc) -> None:
    assert rwc.job("take_up_files") == {"done": 0}
