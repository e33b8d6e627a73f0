"""Delimited files: written, read and judged by their layout, each mistake told with its place."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from partnerlab.contract.files import Layout
from partnerlab.contract.files.layout_loader import Delimited, load
from partnerlab.report.finding_words.file_rules import rule_word
from partnerlab.report.finding_words.file_rules import translate_expectation as said
from partnerlab.yamlio import YamlError

KIT = Path(__file__).parents[2]
FILES = KIT / "contracts" / "hydrographic" / "files"
SAMPLE = (FILES / "tide_table.sample.csv").read_bytes()
THAI = re.compile("[\u0e00-\u0e7f]")
NAME = "RTN_S1_20261110.csv"


@pytest.fixture(scope="module")
def layout() -> Layout:
    return load(FILES / "tide_table.layout.yaml")


def told(layout: Layout, data: bytes, name: str | None = None) -> list[tuple[str, str, str, str]]:
    return [(f.where, f.rule, f.seen, f.level) for f in layout.judge(data, name).findings]


def test_the_sample_keeps_its_layout_and_survives_every_way_round(layout: Layout) -> None:
    assert told(layout, SAMPLE, NAME) == []
    file = layout.read(SAMPLE)
    assert layout.write({}, file.details) == SAMPLE
    assert len(file.details) == layout.judge(SAMPLE).counts["detail"] == 24
    assert file.details[0] == {
        "station_code": "S1", "datetime": "2026-11-10 00:00", "height_m": "0.41", "datum": "MSL",
    }  # fmt: skip


def test_values_of_richer_types_are_written_as_their_columns_say(layout: Layout) -> None:
    row = {"station_code": "S1", "datetime": datetime(2026, 11, 10, 4), "height_m": Decimal("-0.4"), "datum": "MSL"}
    assert layout.write({}, [row]).splitlines()[1] == b"S1,2026-11-10 04:00,-0.40,MSL"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_wide_letters_are_called_by_their_code_page(layout: Layout, encoding: str) -> None:
    (finding,) = told(layout, SAMPLE.decode("utf-8").encode(encoding), NAME)
    assert finding[1:] == ("encoding", encoding[:6].upper(), "file")


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        (b"height_m", b"height", ("line 1, columns 1-34", "line of names", "file")),
        (b"S1,2026-11-10 00:00", b"S2,2026-11-10 00:00", ("line 2, columns 1-2 (station_code)", "code", "record")),
        (b"2026-11-10 00:00", b"2026-11-31 00:00", ("line 2, columns 4-19 (datetime)", "time", "record")),
        (b"2026-11-10 00:00", b"2569-11-10 00:00", ("line 2, columns 4-19 (datetime)", "era", "record")),
        (b"2026-11-10 00:00", b"1026-11-10 00:00", ("line 2, columns 4-19 (datetime)", "range", "record")),
        (b"2026-11-10 02:00", b"2026-11-10 01:00", ("line 4, columns 4-19 (datetime)", "rises from line to line",
                                                    "record")),
        (b"2026-11-10 05:00", b"2026-11-10 05:10", ("line 7, columns 4-19 (datetime)", "follows from line to line",
                                                    "record")),
        (b"2026-11-10 00:00", b"2026-11-09 23:00", ("line 2, columns 4-19 (datetime)", "day of the file", "record")),
        (b"0.41,MSL\nS1,2026-11-10 01", b"0.4,MSL\nS1,2026-11-10 01", ("line 2, columns 21-23 (height_m)", "number",
                                                                       "record")),
        (b"0.41,MSL\nS1,2026-11-10 01", b",MSL\nS1,2026-11-10 01", ("line 2, column 21 (height_m)", "required",
                                                                    "record")),
        (b"MSL\nS1,2026-11-10 01", b"\nS1,2026-11-10 01", ("line 2, column 26 (datum)", "required", "record")),
        (b"MSL\nS1,2026-11-10 01", b"HAT\nS1,2026-11-10 01", ("line 2, columns 26-28 (datum)", "code", "record")),
        (b",MSL\nS1,2026-11-10 01", b"\nS1,2026-11-10 01", ("line 2, columns 1-24", "cells", "record")),
        (b"S1,2026-11-10 00", b"\xa1\xa1,2026-11-10 00", ("line 2, columns 1-2 (station_code)", "encoding", "record")),
    ],
)  # fmt: skip
def test_every_mistake_has_its_place(layout: Layout, before: bytes, after: bytes, finding: Any) -> None:
    assert before in SAMPLE
    first = told(layout, SAMPLE.replace(before, after, 1), NAME)[0]
    assert (first[0], first[1], first[3]) == finding


@pytest.mark.parametrize("spoilt", [b"", SAMPLE.replace(b"\n", b"\r\n"), *(
    SAMPLE.replace(before, after, 2) for before, after in [
        (b"MSL", b""), (b"MSL", b"HAT"), (b",MSL", b""), (b"0.41", b"x"), (b"00:00", b"25:00"), (b"S1", b"\xa1\xa1"),
        (b"MSL\nS1,2026-11-10 03", b"LLW\nS1,2026-11-10 03"), (b"2026-11-10 02:00", b"2026-11-10 01:00"),
    ]
)])  # fmt: skip
def test_every_finding_has_a_thai_form(layout: Layout, spoilt: bytes) -> None:
    findings = layout.judge(spoilt).findings
    assert findings
    for finding in findings:
        assert THAI.search(rule_word(finding.rule, "th")), finding
        for text in (said(finding.expected, "th"), said(finding.seen, "th")):
            assert THAI.search(text) or re.fullmatch("'.*'|CRLF|LF", text), finding


def with_text(tmp_path: Path, *changes: tuple[str, str], name: str = "tide_table") -> Layout:
    """The layout of that name, its text changed."""
    text = (FILES / f"{name}.layout.yaml").read_text("utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    file = tmp_path / f"{name}.layout.yaml"
    file.write_text(text, "utf-8")
    return load(file)


def test_a_byte_order_mark_is_told_unless_the_layout_tolerates_it(layout: Layout, tmp_path: Path) -> None:
    marked = b"\xef\xbb\xbf" + SAMPLE
    assert told(layout, marked, NAME) == []
    strict = with_text(tmp_path, (", tolerates: [byte order mark]", ""))
    assert told(strict, marked, NAME) == [
        ("line 1, columns 1-3", "byte order mark", "a byte order mark of UTF-8", "file")
    ]


@pytest.mark.parametrize(
    ("cut", "seen"),
    [
        (slice(2, None), "'2026-11-10 01:00' to '2026-11-10 23:00'"),
        (slice(1, -1), "'2026-11-10 00:00' to '2026-11-10 22:00'"),
        (slice(1, 1), "none"),
    ],
)
def test_a_table_of_hours_is_of_the_whole_day_in_its_name(layout: Layout, cut: slice, seen: str) -> None:
    lines = SAMPLE.splitlines(keepends=True)
    assert told(layout, b"".join([lines[0], *lines[cut]]), NAME) == [("file", "whole day", seen, "file")]


def test_cells_demand_each_other_and_stand_once(tmp_path: Path) -> None:
    rules = """
requires:
  - {when: {datum: [MSL]}, unless: {station_code: [N02]}, field: height_m, is: zero}
unique:
  - [station_code, height_m]
"""
    layout = with_text(
        tmp_path,
        ("    same: true", "    open: true"),
        ("codes: {S1: Samlae}", "codes: {S1: Samlae, N02: Bangkok Port}"),
        ("    open: false\n    open: true", "    open: true"),
        ("provenance: invented\nsource", rules + "provenance: invented\nsource"),
    )
    lines = ["S1,2026-11-10 00:00,0.00,MSL", "S1,2026-11-10 01:00,0.10,MSL", "N02,2026-11-10 02:00,0.10,MSL",
             "N02,2026-11-10 03:00,0.10,MSL"]  # fmt: skip
    found = layout.judge("\n".join([*SAMPLE.decode().splitlines()[:1], *lines, ""]).encode()).findings
    assert [(f.where, f.rule, f.expected, f.seen) for f in found] == [
        (
            "line 3, columns 21-24 (height_m)",
            "requires",
            "zero while datum is MSL unless station_code is N02",
            "'0.10'",
        ),
        (
            "line 5, columns 1-3 (station_code)",
            "unique",
            "station_code with height_m once in a file",
            "again, first on line 4",
        ),
    ]
    for finding in found:
        assert THAI.search(said(finding.expected, "th")) and THAI.search(rule_word(finding.rule, "th"))


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("unique:\n  - [code, name]", "there is no column 'name'"),
        ("requires:\n  - {when: {code: [S9]}, field: lat, is: zero}", "'S9' is no code of 'code'"),
        ("requires:\n  - {when: {code: [S1]}, field: lat, equals: latitude}", "there is no column 'latitude'"),
    ],
)
def test_a_tie_to_what_is_not_there_is_told_with_its_place(tmp_path: Path, rules: str, said: str) -> None:
    with pytest.raises(YamlError, match=rf"tide_summary.layout.yaml:[0-9]+:[0-9]+: .*{said}"):
        with_text(tmp_path, ("unique:\n  - [code]", rules), name="tide_summary")


def test_a_summary_has_the_stations_that_are_needed_each_once() -> None:
    layout, data = load(FILES / "tide_summary.layout.yaml"), (FILES / "tide_summary.sample.csv").read_bytes()
    assert told(layout, data) == []
    ours = next(line for line in data.splitlines(keepends=True) if line.startswith(b"S1"))
    assert told(layout, data.replace(ours, b"")) == [("file", "lines that are needed", "none", "file")]
    assert told(layout, data + ours)[0][1] == "unique"
    assert told(layout, data.replace(b"S1,", b"S1,\x07", 1))[0][1] == "text"


@pytest.mark.parametrize(
    ("data", "rule"),
    [(b"", "line of names"), (SAMPLE.replace(b"\n", b"\r\n"), "line end"), (SAMPLE[:-1], "line end")],
)
def test_a_file_without_its_frame_is_refused_whole(layout: Layout, data: bytes, rule: str) -> None:
    verdict = layout.judge(data)
    assert verdict.file_refused
    assert verdict.findings[0].rule == rule


def test_a_file_of_another_name_is_told(layout: Layout) -> None:
    assert told(layout, SAMPLE, "tide.csv")[0][:2] == ("file name", "file name")
    assert layout.file_name(date="2026-11-10") == NAME
    assert (layout.named(NAME), layout.named("RTN_S1_20261310.csv")) == (True, False)


def test_a_finding_is_drawn_under_its_cell(layout: Layout) -> None:
    data = SAMPLE.replace(b"MSL", b"HAT", 1)
    (finding,) = layout.judge(data).findings
    drawn = layout.ruler(finding, data.splitlines()[1])
    assert "S1,2026-11-10 00:00,0.41,HAT"[-20:] in drawn
    assert drawn.splitlines()[3].strip() == "^^^"


def test_faults_find_a_cell_by_its_column(layout: Layout) -> None:
    line = SAMPLE.splitlines(keepends=True)[1]
    start, end = layout.columns(line, "datum")
    assert line[start:end] == b"MSL"
    with pytest.raises(KeyError):
        layout.columns(line, "amount")


def test_a_layout_with_a_mistake_is_told_with_its_place(tmp_path: Path) -> None:
    text = (FILES / "tide_table.layout.yaml").read_text("utf-8").replace("type: moment", "type: instant")
    file = tmp_path / "bad.layout.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(YamlError, match=r"bad.layout.yaml:[0-9]+:[0-9]+: columns/1/type"):
        load(file)


def test_a_record_layout_is_still_a_record_layout() -> None:
    found = load(KIT / "contracts" / "truemoney_offline" / "files" / "payment_file.layout.yaml")
    assert not isinstance(found, Delimited)


@pytest.mark.parametrize(
    "change", [lambda text: "\ufeff" + text, lambda text: text.replace("delimited: 1", '"delimited": 1')]
)
def test_a_layout_is_of_its_kind_however_it_was_saved(tmp_path: Path, change: Any) -> None:
    file = tmp_path / "tide_table.layout.yaml"
    file.write_text(change((FILES / "tide_table.layout.yaml").read_text("utf-8")), encoding="utf-8")
    assert isinstance(load(file), Delimited)
