"""`partnerlab new`: the folders of a partner on both sides, in which only what must be decided is left to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from partnerlab.conformance.partner_folder.new_partner import MARK, undecided
from partnerlab.conformance.partner_folder.partner_check import find_mistakes
from partnerlab.lab.partners.registry import Registry
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
"""The sources: an installed kit holds no reference beside its partners."""

NEW = "market_online"
MUST_DIFFER = ("to decide", "agent_code", "office_code", "has the same address", "water_usage_basic: no operation")
"""The last: a gateway's credential is carried by what others send through it, and nobody sends through the copy yet."""
STORY = Path("payment_online") / "a_bill_is_paid_at_a_counter.yaml"


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A copy of contracts and simulators."""
    return _copy(tmp_path, ("contracts", "simulators"))


def _copy(target: Path, parts: tuple[str, ...]) -> Path:
    for part in parts:
        shutil.copytree(ROOT / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
    return target


@pytest.mark.parametrize("sibling", list(Registry().partners))
def test_only_decisions_are_left_whatever_the_sibling(lab: Any, kit: Path, sibling: str) -> None:
    assert lab("new", NEW, "--like", sibling, "--root", kit).code == 0
    mistakes = find_mistakes(Registry(kit), [NEW])
    assert f"{kit / 'contracts' / NEW / 'agreement.yaml'}:2: to decide: party in en" in mistakes
    assert not [mistake for mistake in mistakes if not any(reason in mistake for reason in MUST_DIFFER)]


def test_nothing_known_of_the_sibling_is_claimed_of_the_new_one(lab: Any, kit: Path) -> None:
    lab("new", NEW, "--like", "dopa_linkage", "--root", kit)
    written = [file.read_text(encoding="utf-8") for file in (kit / "contracts" / NEW).rglob("*.yaml")]
    assert written and not [text for text in written if "grade: published" in text or "grade: observed" in text]
    assert not [text for text in written if "dopa_linkage" in text.replace("as dopa_linkage", "").partition("\n")[2]]


@pytest.mark.parametrize(
    ("name", "sibling", "reason"),
    [
        ("Market", "big_c_online", "lower-case"),
        ("../market", "big_c_online", "lower-case"),
        ("market", "big_c_onlin", "did you mean 'big_c_online'?"),
        ("big_c_online", "big_c_online", "exists"),
        ("gis", "big_c_online", "exists"),
    ],
)
def test_a_name_that_cannot_be_is_refused(lab: Any, kit: Path, name: str, sibling: str, reason: str) -> None:
    left = lab("new", name, "--like", sibling, "--root", kit)
    assert left.code == 2 and reason in left.err
    assert sorted(Registry(kit).partners) == sorted(Registry().partners)


def test_a_disk_without_room_leaves_no_half_partner(lab: Any, kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_bytes

    def full(file: Path, data: bytes) -> int:
        if file.name == "states.yaml":
            raise OSError(28, "No space left on device")
        return write(file, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    left = lab("new", "half", "--like", "big_c_online", "--root", kit)
    assert left.code == 2 and left.err.endswith("simulators/half/states.yaml: No space left on device\n")
    assert [*kit.rglob("half")] == []


@pytest.mark.slow
def test_a_new_agent_is_played_once_everything_is_decided(lab: Any, tmp_path: Path) -> None:
    """Both sides: the adapter of the copy is found by the copy's reference, by its folder alone."""
    root = _copy(tmp_path, ("contracts", "simulators", "reference", "partnerlab", "tests/pacts/partners"))
    assert lab("new", NEW, "--like", "big_c_online", "--root", root).code == 0
    assert (root / "reference" / "cis" / "partners" / NEW / "__init__.py").is_file()
    assert (root / "tests" / "pacts" / "partners" / f"{NEW}.py").is_file()
    for file in (*root.glob(f"*/{NEW}/*.*"), *root.glob(f"reference/cis/partners/{NEW}/*.py")):
        _decide(file)
    assert (undecided(root, NEW), find_mistakes(Registry(root), [NEW])) == ([], [])
    story = root / "scenarios" / STORY
    story.parent.mkdir(parents=True)
    text = (ROOT / "scenarios" / STORY).read_text(encoding="utf-8")
    story.write_text(text.replace("big_c_online", NEW), encoding="utf-8")
    played = subprocess.run(
        [sys.executable, "-m", "partnerlab", "run"], cwd=root, env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert played.returncode == 0, played.stdout + played.stderr
    assert "1 scenario: 1 Pass" in played.stdout


def _decide(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").replace("BIGC", "LTUS").splitlines(keepends=True)
    kept = lines[1:] if lines[0].startswith(f"# {MARK}") else lines
    file.write_text("".join(kept).replace(MARK, "decided"), encoding="utf-8")
