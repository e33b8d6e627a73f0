"""A file goes over a channel that its agreement has: another is told with what there is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from partnerlab.conformance.partner_folder.folder_rules import RULES
from partnerlab.lab.partners.registry import Registry, default_root

NAME = "hydrographic"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for part in ("contracts", "simulators"):
        for name in ("_common", NAME):
            if (default_root() / part / name).is_dir():
                shutil.copytree(default_root() / part / name, tmp_path / part / name)
    return tmp_path


def told_of(root: Path) -> list[str]:
    kit = Registry(root)
    channels = next(rule for rule, _ in RULES if rule.__name__ == "_channels")
    return channels(kit, kit.partner(NAME))


def test_each_file_goes_over_a_channel_that_is_agreed(root: Path) -> None:
    assert told_of(root) == []


def test_a_file_over_a_channel_that_is_not_agreed_is_told(root: Path) -> None:
    agreement = root / "contracts" / NAME / "agreement.yaml"
    text = agreement.read_text(encoding="utf-8")
    assert "    channel: web\n" in text
    agreement.write_text(text.replace("    channel: web\n", "    channel: mail\n"), encoding="utf-8")
    (told,) = told_of(root)
    assert told.startswith(f"{agreement}: files: ")
    assert told.endswith(": channel mail is none of its channels for files: sftp, web")
