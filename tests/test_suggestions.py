"""The message about an unknown name, which stays readable however many names there are."""

from __future__ import annotations

from pathlib import Path

from partnerlab.suggestions import missing_path_message, unknown_name_message

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


def test_a_path_that_is_missing_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / "payment_online").mkdir()
    (tmp_path / "payment_online" / "a_bill.yaml").touch()
    hints = {
        "payment_onlin": " (did you mean 'payment_online'?)",
        "payment_onlin/a_bill.yaml": " (did you mean 'payment_online'?)",
        "payment_online/a_bil.yaml": " (did you mean 'a_bill.yaml'?)",
        "zzz": "",
    }
    for name, hint in hints.items():
        assert missing_path_message(tmp_path / name) == f"{tmp_path / name}: no such file or folder{hint}"
