"""A field's value may demand another one's, and values may have to be unique: as told by a layout, and as judged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from partnerlab.contract.files import Layout
from partnerlab.contract.files.layout_source import LayoutError
from partnerlab.lab.partners.registry import default_root
from partnerlab.report.finding_words.file_rules import rule_word, translate_expectation

FILES = default_root() / "contracts" / "scb_debit" / "files"
SAMPLE = (FILES / "result.sample.txt").read_bytes()


@pytest.fixture(scope="module")
def layout() -> Layout:
    return Layout.load(FILES / "result.layout.yaml")


def ties(layout: Layout, data: bytes) -> list[str]:
    """What is said of ties alone."""
    findings = layout.judge(data).findings
    return [f"{f.where}: {f.rule}: {f.expected}" for f in findings if f.rule in ("requires", "unique")]


def with_field(layout: Layout, line: int, name: str, text: bytes) -> bytes:
    lines = SAMPLE.split(b"\r\n")
    field = layout.model.records["detail"].named(name)
    lines[line] = lines[line][: field.start] + text.ljust(field.width) + lines[line][field.end :]
    return b"\r\n".join(lines)


def line_of(layout: Layout, collected: bool) -> int:
    """A detail that was collected, or one that was not."""
    status = layout.model.records["detail"].named("status")
    lines = SAMPLE.split(b"\r\n")
    return next(i for i, line in enumerate(lines) if line[:1] == b"D" and (status.of(line) == b"1000") == collected)


def test_the_sample_breaks_no_tie(layout: Layout) -> None:
    assert ties(layout, SAMPLE) == []


@pytest.mark.parametrize(
    ("collected", "name", "text", "demand"),
    [
        (True, "paid_amount", b"0000000000001", "the same as amount while status is 1000"),
        (True, "reason", b"99", "empty while status is 1000"),
        (False, "paid_amount", b"0000000000001", "zero while status is 1001 or 1002"),
        (False, "reason", b"", "filled while status is 1001 or 1002"),
    ],
)
def test_a_status_demands_amount_and_reason(
    layout: Layout, collected: bool, name: str, text: bytes, demand: str
) -> None:
    line = line_of(layout, collected)
    (told,) = ties(layout, with_field(layout, line, name, text))
    assert told.startswith(f"line {line + 1}, columns ")
    assert told.endswith(f"({name}): requires: {demand}")


def test_all_of_it_is_said_in_thai_too(layout: Layout) -> None:
    lines = SAMPLE.split(b"\r\n")
    twice = b"\r\n".join([*lines[:2], lines[1], *lines[2:]])
    spoilt = [
        with_field(layout, line_of(layout, collected), name, text)
        for collected, name, text in ((True, "paid_amount", b"0000000000001"), (True, "reason", b"99"))
    ]
    spoilt.append(with_field(layout, line_of(layout, False), "reason", b""))
    for finding in (
        f for data in (*spoilt, twice) for f in layout.judge(data).findings if f.rule in ("requires", "unique")
    ):
        for text in (rule_word(finding.rule, "th"), translate_expectation(finding.expected, "th")):
            assert re.search("[\u0e00-\u0e7f]", text), text


def test_a_field_that_cannot_be_read_is_told_once(layout: Layout) -> None:
    assert ties(layout, with_field(layout, line_of(layout, True), "paid_amount", b"x")) == []


def test_a_debit_that_is_answered_twice_is_told_with_its_first_line(layout: Layout) -> None:
    lines = SAMPLE.split(b"\r\n")
    twice = [*lines[:2], lines[1], *lines[2:]]
    found = [f for f in layout.judge(b"\r\n".join(twice)).findings if f.rule == "unique"]
    assert [(f.expected, f.seen) for f in found] == [
        ("mandate with ref1 with invoice once in a file", "again, first on line 2")
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("field: reason, is: empty", "field: raeson, is: empty", "the detail has no field 'raeson'"),
        ("equals: amount", "equals: amuont", "the detail has no field 'amuont'"),
        ('when: {status: ["1000"]}, field: reason', 'when: {status: ["1234"]}, field: reason', "no code of 'status'"),
        ("[mandate, ref1, invoice]", "[mandat, ref1, invoice]", "the detail has no field 'mandat'"),
    ],
)
def test_what_a_tie_names_must_exist(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = (FILES / "result.layout.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "result.layout.yaml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(LayoutError, match=told):
        Layout.load(tmp_path / "result.layout.yaml")
