"""The message about an unknown name, which stays readable however many names there are."""

from __future__ import annotations

from partnerlab.suggestions import unknown_name_message

MANY = [f"SRC-{number}" for number in range(200)]


def test_a_name_that_exists_needs_no_message() -> None:
    assert unknown_name_message("partner", "gis", ["gis", "onwr"]) is None


def test_a_few_names_are_listed_whole() -> None:
    message = "there is no partner 'gix' (did you mean 'gis'?); there are: gis, onwr"
    assert unknown_name_message("partner", "gix", ["onwr", "gis"]) == message


def test_of_many_names_the_nearest_are_listed_and_where_all_of_them_are() -> None:
    message = unknown_name_message("requirement", "SRC-1x7", MANY)
    assert message is not None and "did you mean 'SRC-1" in message
    assert message.endswith(" and 195 more (contracts/requirements.yaml lists them)")
    assert message.count("SRC-") == 1 + 1 + 5


def test_a_name_as_long_as_a_page_is_not_repeated() -> None:
    assert len(unknown_name_message("requirement", "9" * 5_000, MANY) or "") < 300
