"""Every example project runs as its README says, with the package alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
INSTALLED = "../.. pytest"
PROJECTS = sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_its_tests_pass_in_a_folder_of_their_own(project: Path, tmp_path: Path) -> None:
    for file in project.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    (command,) = re.findall(r"```console\n(.*)\n```", (project / "README.md").read_text(encoding="utf-8"))
    assert command == f"python3.11 -m venv .venv && .venv/bin/pip install -q {INSTALLED} && .venv/bin/pytest"
    assert (project / INSTALLED.split()[0] / "pyproject.toml").is_file()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"], cwd=tmp_path, capture_output=True, text=True,
        env=os.environ | {"PYTEST_ADDOPTS": ""}, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
