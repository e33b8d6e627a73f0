"""`--partner FOLDER`: a partner that is kept elsewhere is played and served as if it stood in the kit."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from partnerlab.lab.partners.registry import Registry, default_root
from reference.cis import partners
from tests.patience import PATIENCE

SIBLING = "dol_land"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The land register as somebody else keeps it: with another title and an adapter of its own."""
    root = default_root()
    made = tmp_path / "own"
    for part in ("contracts", "simulators"):
        shutil.copytree(root / part / SIBLING, made / part / SIBLING)
    agreement = made / "contracts" / SIBLING / "agreement.yaml"
    title = Registry().partners[SIBLING].title["en"]
    agreement.write_text(
        agreement.read_text(encoding="utf-8").replace(title, "A register of our own"), encoding="utf-8"
    )
    shutil.copytree(root / "scenarios" / "welfare", made / "scenarios" / "ours")
    adapter = made / "adapter"
    shutil.copytree(Path(partners.__path__[0]) / SIBLING, adapter)
    with (adapter / "__init__.py").open("a", encoding="utf-8") as file:
        file.write("\nprint('the adapter of our own is loaded')\n")
    return made


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "partnerlab", *arguments], cwd=default_root(), capture_output=True, text=True,
        timeout=PATIENCE,
    )  # fmt: skip


@pytest.mark.slow
def test_its_scenarios_are_played_with_its_own_adapter(folder: Path) -> None:
    done = _run("run", "--partner", str(folder), "-j", "1")
    assert done.returncode == 0, done.stderr
    count = len([*(folder / "scenarios").rglob("*.yaml")])
    assert f"\n{count} scenarios: {count} Pass" in done.stdout and "requirements" not in done.stdout
    assert "the adapter of our own is loaded" in done.stdout
    assert "ours/a_holder_of_a_welfare_card_is_supported" in done.stdout


@pytest.mark.slow
def test_it_is_served_and_its_mistakes_are_told_where_they_stand(folder: Path) -> None:
    faults = folder / "simulators" / SIBLING / "faults.yaml"
    first = re.search(r"^  ([a-z_]+):", faults.read_text(encoding="utf-8"), re.MULTILINE)
    assert first is not None
    faults.write_text(
        faults.read_text(encoding="utf-8").replace(f"  {first[1]}:", "  ours_alone:", 1), encoding="utf-8"
    )
    fault = ["up", "--env", "--fault", f"{{set_fault: {SIBLING}, fault: ours_alone}}"]
    assert (_run(*fault).returncode, _run(*fault, "--partner", str(folder)).returncode) == (2, 0)
    simulator = folder / "simulators" / SIBLING / "states.yaml"
    simulator.write_text("states: [", encoding="utf-8")
    for command in (["run"], ["up", "--env"]):
        done = _run(*command, "--partner", str(folder))
        assert done.returncode == 2 and f"{simulator}:" in done.stderr and "Traceback" not in done.stderr
