"""Text that other readers of YAML take for something else, and text that a comma cut short, are lint mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnerlab.conformance.partner_folder.yaml_rules import yaml_mistakes
from partnerlab.lab.partners.registry import default_root
from partnerlab.yaml_traps import traps
from partnerlab.yamlio import parse

FOLDERS = ("contracts", "simulators", "scenarios")


@pytest.mark.parametrize(
    "trap",
    ["No", "no", "on", "Off", "yes", "True", "NULL", "y", "0105551234567", "0o17", "0x1F", "0b1", "12:30", "1:30:00.5",
     "1_000", "1e3", ".5", "+5", "9999999999999999999", ".inf", ".NaN", "-.INF"],
)  # fmt: skip
def test_a_trap_is_told_where_it_stands_and_quotes_end_it(trap: str) -> None:
    [told] = traps(parse(f"x: 1\na: {trap}", "t.yaml"))
    assert told.startswith(f"t.yaml:2:4: {trap} is text here")
    assert traps(parse(f'a: "{trap}"')) == []
    assert traps(parse(f"{trap}: x")) != []
    assert traps(parse(f"[a, {trap}]")) != []


@pytest.mark.parametrize(
    "plain",
    ["true", "null", "~", "5", "-7", "1.50", "2026-02-28", "2026-02-28 11:00", "a b", "1.0.0", "x-", "."],
)
def test_what_everybody_reads_alike_is_none(plain: str) -> None:
    assert traps(parse(f"a: {plain}")) == []


def test_a_description_that_a_comma_cut_short() -> None:
    [told] = traps(parse("a: 1\nb: {type: string, description: one, two}", "t.yaml"))
    assert told == "t.yaml:2:37: 'two' has no value here: a text with a comma inside {} needs quotes"
    assert traps(parse("b: {description: 'one, two', c: null, d: ~}\ne:\n")) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_projects_own_files_have_none(folder: str) -> None:
    files = [*(default_root() / folder).rglob("*.yaml")]
    assert files
    assert yaml_mistakes(files) == []


def test_a_date_that_does_not_exist_in_states(tmp_path: Path) -> None:
    file = tmp_path / "states.yaml"
    file.write_text("facts: {}\nstates:\n  it is old:\n    set: {born: 2026-02-30}\n", encoding="utf-8")
    assert yaml_mistakes([file]) == [f"{file}:4:11: '2026-02-30' does not exist: day is out of range for month"]
