"""Mistakes in a layout are told with file, line and column, in words that say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnerlab.contract.files import Layout, LayoutError

GOOD = """\
layout: 1
title: {en: Test, th: ทดสอบ}
provenance: invented
lines: {encoding: cp874, length: 20, end: LF}
records:
  header:
    starts_with: H
    fields:
      - {name: kind, columns: 1, type: constant, value: H}
      - {name: sequence, columns: 2-4, type: number}
      - {name: day, columns: 5-12, type: date, format: YYYYMMDD, era: be}
      - {name: spare, columns: 13-20, type: spare}
  detail:
    starts_with: D
    fields:
      - {name: kind, length: 1, type: constant, value: D}
      - {name: sequence, length: 3, type: number}
      - {name: sort, length: 1, type: code, codes: {A: one, B: two}}
      - {name: amount, length: 7, type: amount}
      - {name: text, length: 8, type: text, required: false}
  trailer:
    starts_with: T
    fields:
      - {name: kind, columns: 1, type: constant, value: T}
      - {name: sequence, columns: 2-4, type: number}
      - {name: total, columns: 5-12, type: amount}
      - {name: spare, columns: 13-20, type: spare}
sequence: {field: sequence}
totals:
  - {field: total, over: sum, of: amount, where: {sort: [A]}}
"""


def load(folder: Path, text: str) -> Layout:
    file = folder / "test.layout.yaml"
    file.write_text(text, encoding="utf-8")
    return Layout.load(file)


def test_a_small_layout_works(tmp_path: Path) -> None:
    layout = load(tmp_path, GOOD)
    data = layout.write({"day": "2024-02-29"}, [{"sort": "A", "amount": 7}, {"sort": "B", "amount": 9, "text": "ก"}])
    assert data.decode("cp874").splitlines() == [
        "H00125670229        ",
        "D002A0000007        ",
        "D003B0000009ก       ",
        "T00400000007        ",
    ]
    assert layout.judge(data).ok
    assert layout.judge(data.replace(b"25670229", b"25680229")).findings[0].rule == "calendar"
    assert layout.judge(data.replace(b"25670229", b"20240229")).findings[0].rule == "era"


MISTAKES = [
    ("columns: 5-12, type: date", "columns: 6-12, type: date", 11, "is 7 bytes wide, its format 'YYYYMMDD' takes 8"),
    ("columns: 5-12, type: date", "columns: 6-13, type: date", 11, "column 5 between 'sequence' (2-4) and 'day'"),
    ("columns: 5-12, type: date", "columns: 4-11, type: date", 11, "'day' (4-11) overlaps 'sequence' (2-4)"),
    ("length: 8, type: text", "length: 9, type: text", 20, "the fields end at column 21, the record is 20 bytes long"),
    ("length: 8, type: text", "length: 7, type: text", 20, "the fields end at column 19, the record is 20 bytes long"),
    ("columns: 5-12, type: amount", "columns: 12-5, type: amount", 26, "columns 12-5 run backwards"),
    ("columns: 5-12, type: amount", "columns: 5 to 12, type: amount", 26, "columns '5 to 12' are not first-last"),
    ("length: 7, type: amount", "type: amount", 19, "give either `columns: 164-176` or `length: 13`"),
    ("length: 7, type: amount", "length: 7, type: money", 19, '"money" is not one of'),
    ("length: 7, type: amount", "length: 7, type: amount, justify: left", 19, "of type amount takes no justify"),
    ("format: YYYYMMDD, era: be", "format: YYYYMMDD", 11, '"era" is a required property'),
    ("format: YYYYMMDD", "format: YYYYDDDD", 11, "formats are put together like DDMMYYYY"),
    ("codes: {A: one, B: two}", "codes: {A: one, BB: two}", 18, "is 1 bytes wide, its code 'BB' is longer"),
    ("codes: {A: one, B: two}", "value: A", 18, '"codes" is a required property'),
    ("value: T", "value: TT", 24, "is 1 bytes wide, its value 'TT' is longer"),
    ("name: text,", "name: amount,", 20, "has the name of another field of this record"),
    ("encoding: cp874", "encoding: utf-8", 4, '"utf-8" is not one of'),
    ("of: amount", "of: amuont", 30, "the detail has no field 'amuont'; did you mean 'amount'?"),
    ("of: amount, ", "", 30, "a sum needs `of`"),
    ("field: total", "field: spare", 30, "'spare' of the trailer is of type spare, not amount or number"),
    ("sort: [A]", "sort: [C]", 30, "'C' is no code of 'sort'; its codes are A, B"),
    ("sequence: {field: sequence}", "sequence: {field: number}", 28, "the header has no field 'number'"),
    ("starts_with: T", "starts_with: D", 22, "a record known by 'D' begins with that constant"),
    ("required: false}", "required: true, empty: [zeros]}", 20, "says how it is empty, but is required"),
    ("title:", "titel:", 1, "there is no 'titel' here; there are: layout, title, "),
]


@pytest.mark.parametrize(("old", "new", "line", "told"), MISTAKES, ids=[told for *_, told in MISTAKES])
def test_a_mistake_is_told_where_it_is(tmp_path: Path, old: str, new: str, line: int, told: str) -> None:
    assert old in GOOD
    with pytest.raises(LayoutError) as refused:
        load(tmp_path, GOOD.replace(old, new))
    rows = [row for row in str(refused.value).splitlines() if told in row]
    assert rows, refused.value
    assert rows[0].startswith(f"{tmp_path / 'test.layout.yaml'}:{line}:")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(LayoutError) as refused:
        load(tmp_path, GOOD.replace("columns: 5-12", "columns: 6-13").replace("value: D", "value: DD"))
    assert len(refused.value.mistakes) == 5


def test_no_yaml_at_all_is_told_alike(tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match=r"test\.layout\.yaml:1:"):
        load(tmp_path, "]")
    with pytest.raises(LayoutError, match="is not a mapping"):
        load(tmp_path, "- 1")


def test_a_name_and_its_parts_must_agree(tmp_path: Path) -> None:
    part = "{type: date, format: YYYYMMDD, era: ce, equals: header.dya}"
    name = f"name: {{pattern: 'A_{{day}}_{{nr}}.txt', parts: {{day: {part}}}}}\n"
    with pytest.raises(LayoutError, match=r"'\{nr\}' stands in the pattern but not under parts"):
        load(tmp_path, GOOD + name)
    with pytest.raises(LayoutError, match="the header has no field 'dya'; did you mean 'day'"):
        load(tmp_path, GOOD + name.replace("_{nr}", ""))


def test_a_layout_that_extends_another_says_in_which_file_the_mistake_is(tmp_path: Path) -> None:
    (tmp_path / "base.layout.yaml").write_text(GOOD.replace("length: 8, type: text", "length: 8, type: txt"), "utf-8")
    child = "extends: base.layout.yaml\nrecords:\n  header:\n    fields:\n      - {name: day, era: ad}\n"
    with pytest.raises(LayoutError) as refused:
        load(tmp_path, child)
    told = sorted(str(refused.value).splitlines())
    assert told[0].startswith(f"{tmp_path / 'base.layout.yaml'}:20:")
    assert told[1].startswith(f"{tmp_path / 'test.layout.yaml'}:5:")


def test_a_layout_takes_from_another_what_it_does_not_say(tmp_path: Path) -> None:
    (tmp_path / "base.layout.yaml").write_text(GOOD, "utf-8")
    child = "extends: base.layout.yaml\nrecords:\n  header:\n    fields:\n      - {name: day, era: ce}\n"
    assert load(tmp_path, child).write({"day": "2024-02-29"}, []).startswith(b"H00120240229")


def test_extending_nothing_or_oneself_is_told(tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match=r":1:[0-9]+: there is no layout at"):
        load(tmp_path, "extends: nowhere.yaml\n")
    with pytest.raises(LayoutError, match="break the circle"):
        load(tmp_path, "extends: test.layout.yaml\n")
