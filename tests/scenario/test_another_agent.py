"""One more agent of a kind that is there is a folder on each side, found by its name, and an edit nowhere else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from partnerlab.lab.deployment import in_process
from partnerlab.lab.partners.registry import PARTS, Registry, default_root
from partnerlab.scenario.language.scenario_loader import find, read
from partnerlab.scenario.runner import Runner
from reference.cis import partners as adapters

pytestmark = pytest.mark.slow

LIKE = [
    ("truemoney_offline", {"truemoney_offline": "harbour_offline", "TMN": "HBR"}, "payment_files"),
    ("big_c_online", {"big_c_online": "market_online", "BIGC": "MARKET"}, "payment_online"),
    ("scb_debit", {"scb_debit": "village_debit", "SCBDD": "VLGDD", "014": "099", "SCB_": "VLG_", "_SCB": "_VLG",
                   '"SCB"': '"VLG"'}, "automatic_debit"),
]  # fmt: skip


@pytest.mark.parametrize(("like", "words", "flow"), LIKE, ids=[like for like, _, _ in LIKE])
def test_another_agent_of_a_kind_is_its_folders(
    like: str, words: dict[str, str], flow: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in PARTS:
        shutil.copytree(default_root() / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
        _rewritten(default_root() / part / like, tmp_path / part / words[like], words)
    _rewritten(default_root() / "scenarios" / flow, tmp_path / "scenarios" / flow, words)
    _rewritten(Path(adapters.__path__[0]) / like, tmp_path / "adapters" / words[like], words)
    monkeypatch.setattr(adapters, "__path__", [*adapters.__path__, str(tmp_path / "adapters")])
    kit = Registry(tmp_path)
    stories = [read(file, kit, tmp_path / "scenarios") for file in find((tmp_path / "scenarios",))]
    with in_process(kit) as stage:
        outcomes = [Runner(stage.lab, lambda event: None).run(story) for story in stories]
    assert len(outcomes) > 5
    assert [(each.story.file.stem, str(each.verdict)) for each in outcomes if each.word != "pass"] == []


def _rewritten(source: Path, target: Path, words: dict[str, str]) -> None:
    for file in (path for path in source.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        data = file.read_bytes()
        for old, new in words.items():
            data = data.replace(old.encode(), new.encode())
        here = target / file.relative_to(source)
        here.parent.mkdir(parents=True, exist_ok=True)
        here.write_bytes(data)
