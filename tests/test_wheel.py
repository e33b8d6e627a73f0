"""The wheel holds everything: it runs in an empty environment, from an empty directory, with what it declares alone."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from importlib import metadata
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tests.wheel_house import build_wheel, required_by

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment that has the wheel and the dependencies it declares, without asking the network for either."""
    folder = tmp_path_factory.mktemp("wheel")
    wheel = build_wheel(folder)
    where = folder / "environment"
    venv.create(where, symlinks=True)
    install = [sys.executable, "-m", "pip", "--python", str(where / "bin" / "python"), "install", "--no-index"]
    subprocess.run([*install, "--no-deps", "--quiet", str(wheel)], check=True, capture_output=True, text=True)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(where), "platbase": str(where)}))
    declared = next(iter(metadata.distributions(name="partnerlab", path=[str(site)])))
    for name in sorted(required_by(declared)):
        _link(metadata.distribution(name), site)
    return where / "bin"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["run", "-k", "a_company_gets_water", "--report", "report"], "Pass "),
        (["run", "-k", "is_settled_once", "--report", "report"], "Pass "),
        (["lint"], "0 mistakes"),
        (["partners"], "truemoney_offline"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_it_runs_from_an_empty_directory(installed: Path, empty: Path, words: list[str], told: str) -> None:
    ran = _partnerlab(installed, empty, words)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert told in ran.stdout + ran.stderr


def test_nothing_of_the_checkout_is_used(installed: Path, empty: Path) -> None:
    code = "import partnerlab, reference; print(partnerlab.__file__, reference.__file__)"
    ran = subprocess.run(
        [installed / "python", "-c", code], cwd=empty, env=_environment(), capture_output=True, text=True, check=True
    )
    assert all(Path(file).is_relative_to(installed.parent) for file in ran.stdout.split())


def _partnerlab(binaries: Path, folder: Path, words: list[str]) -> subprocess.CompletedProcess[str]:
    command = [str(binaries / "partnerlab"), *words]
    return subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, text=True, timeout=PATIENCE)


def _environment() -> dict[str, str]:
    """Ours without what would lead Python back to this checkout."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def _link(distribution: metadata.Distribution, site: Path) -> None:
    """Lend another environment what is installed in this one."""
    for file in distribution.files or ():
        top = site / file.parts[0]
        source = Path(str(distribution.locate_file(file.parts[0])))
        if file.parts[0] != ".." and not top.exists() and source.exists():
            top.symlink_to(source, target_is_directory=source.is_dir())
