"""What a reader of reports never sees: values of personal fields, in whatever form they are written."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest

from partnerlab.contract.personal_data import PersonalField
from partnerlab.contract.redaction import mask, mask_all

PID = "1980000000001"


def of(value: object, category: str = "identity") -> list[PersonalField]:
    return [PersonalField("body/x", category, value)]


def test_a_value_is_covered_wherever_it_turns_up_and_counted() -> None:
    text, covered = mask(f'{{"pid":"{PID}","note":"about {PID}"}}', of(PID))
    assert PID not in text
    assert covered == 2
    assert text == '{"pid":"•••••••••••01","note":"about •••••••••••01"}'


def test_a_number_is_covered_as_it_is_written() -> None:
    assert mask('{"houseID":98000000001}', of(98000000001))[0] == '{"houseID":•••••••••01}'


@pytest.mark.parametrize(
    "written",
    [
        "สมมุติ",
        json.dumps("สมมุติ"),
        quote("สมมุติ"),
        urlencode({"name": "สมมุติ"}),
    ],
)
def test_a_thai_name_is_covered_plain_escaped_and_percent_encoded(written: str) -> None:
    text, covered = mask(f"before {written} after", of("สมมุติ", "name"))
    assert covered == 1
    assert "มม" not in text
    assert quote("มม") not in text
    assert json.dumps("มม")[1:-1] not in text


def test_a_value_with_a_blank_is_covered_in_a_query() -> None:
    assert "Jai" not in mask(urlencode({"name": "Somchai Jai Dee"}), of("Somchai Jai Dee", "name"))[0]


def test_a_value_that_holds_another_is_covered_whole() -> None:
    fields = of("0811111111", "contact") + of("081111", "identity")
    assert mask("call 0811111111", fields)[0] == "call ••••••••11"


def test_secrets_are_covered_and_amounts_are_told() -> None:
    assert "abcd" not in mask("key abcd1234", of("abcd1234", "credentials"))[0]
    assert mask("owes 115.79", of("115.79", "finance")) == ("owes 115.79", 0)


def test_what_is_too_short_to_tell_apart_stays() -> None:
    assert mask("12 houses", of("12", "address")) == ("12 houses", 0)


def test_no_field_covers_nothing() -> None:
    assert mask(f"pid {PID}", []) == (f"pid {PID}", 0)
    assert mask("nothing here", of(PID)) == ("nothing here", 0)


def test_every_text_within_a_value_is_covered_and_other_values_stay() -> None:
    value = {"a": PID, "b": [PID, {"c": f"x{PID}"}], "n": 7, "none": None}
    covered = "•••••••••••01"
    assert mask_all(value, of(PID)) == {"a": covered, "b": [covered, {"c": f"x{covered}"}], "n": 7, "none": None}
