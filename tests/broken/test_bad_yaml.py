"""Broken YAML in every kind of file of the kit: an error with its file, never a traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from partnerlab.__main__ import main
from partnerlab.lab.partners.registry import default_root

LONG = "9" * 5_000
STORY = "scenarios/payment_online/a_bill_is_paid_at_a_counter.yaml"
FILES = {
    "scenario": STORY,
    "agreement": "contracts/truemoney_offline/agreement.yaml",
    "contract": "contracts/dbd_juristic/as_provider.openapi.yaml",
    "layout": "contracts/truemoney_offline/files/payment_file.layout.yaml",
    "states": "simulators/dbd_juristic/states.yaml",
    "faults": "simulators/dbd_juristic/faults.yaml",
    "bindings": "bindings.yaml",
}
"""One file of each kind, by its place in a kit."""
BINDINGS = "bindings: 1\npartner: dbd_juristic\n"

TRAPS = {
    "a key that is a number": "5: x",
    "a key that is a long number": f"{LONG}: x",
    "a key that is a date": "2026-01-05: x",
    "a key that is nothing": "~: x",
    "a key that is a list": "[a]: x",
    "a key that is a mapping": "{a: b}: x",
    "a yes or no of YAML 1.1 as a key": "No: x",
    "a yes or no of YAML 1.1": "x: No",
    "a description that a comma cuts": "x: {description: one, two}",
    "a date that does not exist": "x: 2026-02-30",
    "a time that does not exist": "x: 2026-02-28 25:00:00",
    "a number of 5,000 digits": f"x: {LONG}",
    "a number of 5,000 hexadecimal digits": f"x: 0x{'f' * 5_000}",
    "bytes": "x: !!binary aGk=",
    "a tag that is none": "x: !!bool maybe",
    "a merge of no mapping": "<<: 5",
}
"""One line at the top of a file."""

MISSPELT = [
    ("scenario", "given:", "gven:", "given"),
    ("agreement", "legal_basis:", "legal_bassis:", "legal_basis"),
    ("contract", "pattern:", "patern:", "pattern"),
    ("contract", "responses:", "respnses:", "responses"),
    ("contract", "components:", "componnts:", "components"),
    ("layout", "records:", "recrds:", "records"),
    ("states", "states:", "sates:", "states"),
    ("bindings", "partner:", "prtner:", "partner"),
]
"""A kind of file, what stands in it, how it is misspelt, and what the message names instead."""

DATES = {
    "the start of a scenario": ("scenario", "start: ", 'start: "2026-02-30 10:00"\nx_start: '),
    "the start of a scenario, unquoted": ("scenario", "start: ", "start: 2026-02-30 10:00\nx_start: "),
    "when a bill is due": ("scenario", "due: ", "due: 2026-02-30, x_due: "),
    "when a bill was issued": ("scenario", "issued: ", "issued: 2026-02-30, x_issued: "),
    "the month of a bill": ("scenario", "month: ", "month: 2026-13, x_month: "),
    "where the clock goes": ("scenario", "steps:\n", 'steps:\n  - advance: {to: "2026-02-30 10:00"}\n'),
    "a decision of the procedure": ("agreement", "date: null", "date: 2026-02-30"),
}
"""A place that takes a date: in which file, what stands there, and what does in its place."""


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files of two partners, a scenario and bindings."""
    for partner in ("dbd_juristic", "truemoney_offline"):
        for side in ("contracts", "simulators"):
            shutil.copytree(default_root() / side / partner, tmp_path / side / partner)
    (tmp_path / STORY).parent.mkdir(parents=True)
    shutil.copy(default_root() / STORY, tmp_path / STORY)
    (tmp_path / "bindings.yaml").write_text(BINDINGS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _told(kind: str, root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[object, str]:
    """The exit code of the command that reads this kind of file, and all that it says."""
    file = str(root / FILES[kind])
    commands = {"scenario": ["run", file], "bindings": ["verify", "dbd_juristic", "--url", "http://127.0.0.1:9"]}
    with pytest.raises(SystemExit) as left:
        main(commands.get(kind, ["check", str(root)]))
    said = capsys.readouterr()
    return left.value.code, said.out + said.err


def _is_clear(kind: str, told: tuple[object, str]) -> bool:
    """Usage for what a command reads; `check` finds mistakes in what it was given to check. The file is named."""
    code, text = told
    wanted = {2} if kind in ("scenario", "bindings") else {1, 2}
    return code in wanted and "Traceback" not in text and "bug in partnerlab" not in text and FILES[kind] in text


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("kind", FILES)
def test_a_line_that_is_none_is_told(kit: Path, capsys: pytest.CaptureFixture[str], kind: str, trap: str) -> None:
    file = kit / FILES[kind]
    file.write_text(f"{TRAPS[trap]}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    told = _told(kind, kit, capsys)
    assert _is_clear(kind, told), told


@pytest.mark.parametrize(("kind", "old", "new", "right"), MISSPELT, ids=lambda word: word)
def test_a_misspelt_word_is_told_with_the_right_one(
    kit: Path, capsys: pytest.CaptureFixture[str], kind: str, old: str, new: str, right: str
) -> None:
    file = kit / FILES[kind]
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    told = _told(kind, kit, capsys)
    assert _is_clear(kind, told) and right in told[1].replace(new, ""), told


@pytest.mark.parametrize("place", DATES)
def test_a_date_that_does_not_exist_is_told(kit: Path, capsys: pytest.CaptureFixture[str], place: str) -> None:
    kind, old, new = DATES[place]
    file = kit / FILES[kind]
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    told = _told(kind, kit, capsys)
    assert _is_clear(kind, told), told
    assert "2026-02-30" in told[1] or "2026-13" in told[1], told
