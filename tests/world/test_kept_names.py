"""The names kept as data are those of the libraries, and a command renews them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tools import world_names
from tools.world_names import KEPT, KeptNames


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.file.name)
def test_the_names_kept_are_those_of_the_library(kept: KeptNames) -> None:
    because = "they are out of date: python -m tools.world_names writes them anew"
    assert kept.file.read_text(encoding="utf-8") == world_names.text_of(kept.read()), because


def test_a_command_renews_them_and_says_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names, places = KEPT
    stale = json.loads(names.file.read_text(encoding="utf-8"))
    missing, stale["men"][0] = stale["men"][0], "ทดสอบ"
    copy = tmp_path / names.file.name
    copy.write_text(json.dumps(stale), encoding="utf-8")
    monkeypatch.setattr(world_names, "KEPT", (names._replace(file=copy), places))
    checked = CliRunner().invoke(world_names.command, ["--check"], standalone_mode=False)
    assert (checked.return_value, checked.output.splitlines()[0]) == (1, f"men: gone: ทดสอบ; new: {missing}")
    assert "ทดสอบ" in json.loads(copy.read_text(encoding="utf-8"))["men"], "--check changes nothing"
    assert CliRunner().invoke(world_names.command, [], standalone_mode=False).return_value == 0
    assert copy.read_bytes() == names.file.read_bytes()
