"""The commands of docs/recording.md, as they stand there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.har_entries import OWNER, land, link, title, write_har

PAGE = (Path(__file__).parents[2] / "docs" / "recording.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
STORY = """
title: {en: The register answers as on record, th: ทะเบียนตอบตามที่บันทึกไว้}
proves: [SRC-DOL-1]
start: 2026-11-23 09:00
given:
  people: {applicant: {who: {is_head: true}}}
  states: [{partner: dol_land, state: recorded}]
steps:
  - sends: biz_portal.new_connection
    with: {applicant: $applicant}
"""


def test_a_recording_is_made_and_played(lab: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_har(tmp_path / "found.har", link(land(OWNER), [title(OWNER)]))
    (tmp_path / "my_story.yaml").write_text(STORY, encoding="utf-8")
    served, *others = [shlex.split(command) for command in COMMANDS]
    assert served[:3] == ["partnerlab", "record", "--real"], "test_recording tries this one"
    for words in others:
        left = lab(*words[1:])
        assert left.code == 0, (words, left)
    assert "states: [{partner: dol_land, state: recorded}]" in PAGE
