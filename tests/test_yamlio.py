"""What a plain scalar means, which mistakes are told, and on which line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from partnerlab.yamlio import YamlError, load, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0105551234567", "0105551234567"),
        ("00000000", "00000000"),
        ("0o17", "0o17"),
        ("0x1F", "0x1F"),
        ("12:30", "12:30"),
        ("no", "no"),
        ("Yes", "Yes"),
        ("on", "on"),
        ("True", "True"),
        ("2026-11-05", "2026-11-05"),
        ("2026-11-05 11:00", "2026-11-05 11:00"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".5", ".5"),
        ("+5", "+5"),
        ("9999999999999999999", "9999999999999999999"),
    ],
)
def test_what_does_not_look_like_a_number_to_everybody_stays_text(text: str, value: str) -> None:
    assert parse(text).data == value
    assert type(parse(text).data) is str


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("-7", -7), ("8", 8), ("true", True), ("false", False), ("null", None), ("~", None), ("", None)],
)
def test_numbers_booleans_and_nothing(text: str, value: Any) -> None:
    found = parse(f"x: {text}").data["x"]
    assert found == value
    assert type(found) is type(value)


def test_a_decimal_keeps_its_cents_and_never_becomes_a_float() -> None:
    found = parse("amount: 1.50").data["amount"]
    assert isinstance(found, Decimal)
    assert str(found) == "1.50"


def test_quotes_make_text_of_anything() -> None:
    assert parse("""["8", '1.50', "true", "null"]""").data == ["8", "1.50", "true", "null"]


def test_an_empty_text_holds_nothing() -> None:
    assert parse("").data is None
    assert parse("").at(("steps", 0)) == (1, 1)


def test_the_same_key_twice_is_told_with_both_lines() -> None:
    with pytest.raises(YamlError, match=r"^a\.yaml:3:1: 'title' stands here again \(first on line 1\)") as bad:
        parse("title: one\nproves: []\ntitle: two\n", "a.yaml")
    assert (bad.value.line, bad.value.column) == (3, 1)


def test_the_same_key_twice_is_found_however_deep() -> None:
    with pytest.raises(YamlError, match="'status' stands here again"):
        parse("steps:\n  - answer: {status: 200, status: 201}\n")


def test_one_key_in_two_mappings_is_no_duplicate_and_a_merge_still_merges() -> None:
    data = parse("base: &base {status: 200}\nnext: {<<: *base, body: 1}\nlist: [{a: 1}, {a: 2}]").data
    assert data["next"] == {"status": 200, "body": 1}
    assert data["list"] == [{"a": 1}, {"a": 2}]


def test_every_part_knows_its_line_and_a_missing_one_its_parents() -> None:
    document = parse("title: x\nsteps:\n  - advance: by 1 minute\n  - sends: a.b\n    with: {c: 1}\n", "s.yaml")
    assert document.at(("steps", 1)) == (4, 5)
    assert document.at(("steps", 1, "with")) == (5, 5)
    assert document.at(("steps", 1, "with", "c")) == (5, 12)
    assert document.at(("steps", 1, "with", "missing", "deeper")) == (5, 5)
    assert str(document.error(("steps", 0, "advance"), "no moment")) == "s.yaml:3:5: no moment"


def test_what_is_no_yaml_is_told_where() -> None:
    with pytest.raises(YamlError, match=r"b\.yaml:2:[0-9]+: is not YAML: "):
        parse("title: [1, 2\nsteps: x\n", "b.yaml")


def test_a_tag_that_would_make_an_object_is_refused() -> None:
    with pytest.raises(YamlError, match=r"the tag .* means nothing here"):
        parse("!!python/object/apply:os.getcwd []")


def test_a_file_is_read_as_utf_8(tmp_path: Path) -> None:
    file = tmp_path / "thai.yaml"
    file.write_bytes("title: ชำระค่าน้ำ\n".encode())
    assert load(file).data == {"title": "ชำระค่าน้ำ"}
    assert load(file).file == str(file)


def test_a_file_in_another_encoding_is_told_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "old.yaml"
    file.write_bytes("title: ชำระ\n".encode("cp874"))
    with pytest.raises(YamlError, match=r"old\.yaml:1:1: is not UTF-8 \(byte 7\); save the file as UTF-8"):
        load(file)


@pytest.mark.parametrize("text", ["a: \x01", "a: &x {b: *x}", "a: !!int abc", "a: !!timestamp x"])
def test_whatever_is_wrong_with_a_text_is_a_mistake_of_its_writer(text: str) -> None:
    with pytest.raises(YamlError):
        parse(text)
