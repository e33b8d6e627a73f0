"""The Dockerfile: what it says, and its parts played without a container engine."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tests.ports import in_a_row
from tests.wheel_house import build_wheel, fill_wheel_house

ROOT = Path(__file__).parents[2]
LINES = [
    line.split(maxsplit=1)
    for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
ANYBODY = 4711
"""A user id without an entry in /etc/passwd."""


def of(instruction: str) -> list[str]:
    """The arguments of each such line, in order."""
    return [rest for name, rest in LINES if name == instruction]


def installation() -> tuple[str, list[str]]:
    """What the image installs: the file of constraints, and the extras."""
    (line,) = [line for line in of("RUN") if line.startswith("pip install")]
    found = re.fullmatch(
        r'pip install --no-cache-dir --constraint /(\S+) "\$\(echo /wheel/\*\.whl\)\[(.+)\]" && .*', line
    )
    assert found
    return found[1], found[2].split(",")


def test_it_has_two_stages_and_the_second_gets_the_wheel_alone() -> None:
    assert [line.split(" AS ")[1:] for line in of("FROM")] == [["build"], []]
    assert len({line.split(" AS ")[0] for line in of("FROM")}) == 1
    assert "--from=build /wheel /wheel" in of("COPY")


def test_every_path_that_it_copies_from_the_project_exists() -> None:
    sources = [words.split()[:-1] for words in of("COPY") if not words.startswith("--from")]
    assert sources == [["."], ["constraints.txt"]]
    assert all((ROOT / path).exists() for paths in sources for path in paths)
    assert f"{installation()[0]} /constraints.txt" in of("COPY")


def test_it_does_not_run_as_root_and_needs_no_home() -> None:
    assert [user.isdecimal() and user != "0" for user in of("USER")] == [True]
    assert (of("WORKDIR")[-1], of("ENV")) == ("/tmp", ["HOME=/tmp PYTHONDONTWRITEBYTECODE=1"])


def test_it_starts_the_command_line_and_plays_the_scenarios_by_default() -> None:
    assert (of("ENTRYPOINT"), of("CMD")) == (['["partnerlab"]'], ['["run"]'])


def test_what_is_not_the_project_stays_outside() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".git", ".venv"} <= {name.rstrip("/") for name in ignored}


def an_interpreter() -> Path:
    """One of this version that a user without a name may start; it may be the system's."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (Path(sys.base_exec_prefix, "bin", name), Path("/usr/bin", name)):
        if by_anybody([candidate, "-c", "import ensurepip, venv"], Path("/tmp")).returncode == 0:
            return candidate
    pytest.skip(f"no {name} here that another user may start")


@pytest.fixture(scope="module")
def image() -> Iterator[Path]:
    """The folder in which the wheel is installed as the Dockerfile installs it, from wheels instead of the network."""
    if os.getuid() != 0:
        pytest.skip("only root may start a process as another user")
    interpreter = an_interpreter()
    constraints, extras = installation()
    folder = Path(tempfile.mkdtemp(prefix="partnerlab-image-"))
    try:
        folder.chmod(0o755)
        wheel = build_wheel(folder)
        fill_wheel_house(folder, wheel, extras)
        subprocess.run([interpreter, "-m", "venv", folder / "venv"], check=True)
        words = ["install", "--quiet", "--no-index", "--find-links", folder, "--constraint", ROOT / constraints]
        subprocess.run([folder / "venv/bin/pip", *words, f"{wheel}[{','.join(extras)}]"], check=True)
        yield folder / "venv" / "bin"
    finally:
        shutil.rmtree(folder)


def as_anybody(words: list[str | Path], folder: Path) -> subprocess.Popen[str]:
    """A process of a user without a name, who may write in /tmp alone, with the variables of the image."""
    environment = dict(word.split("=") for word in of("ENV")[0].split()) | {"PATH": "/usr/bin:/bin"}
    return subprocess.Popen(
        ["env", *words], cwd=folder, env=environment, user=ANYBODY, group=ANYBODY, extra_groups=[], text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def by_anybody(words: list[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    """The same once it has ended, with all that it printed."""
    with as_anybody(words, folder) as process:
        printed = process.communicate(timeout=PATIENCE)[0]
    return subprocess.CompletedProcess(words, process.returncode, printed)


@pytest.fixture
def mounted() -> Iterator[Path]:
    """A folder of that user, as `-v $PWD/report:/report` gives one."""
    folder = Path(tempfile.mkdtemp(prefix="partnerlab-mounted-"))
    os.chown(folder, ANYBODY, ANYBODY)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.slow
def test_a_user_without_a_name_runs_what_is_installed(image: Path, mounted: Path) -> None:
    """The installation can only be read; scenarios, linter and servers need no more."""
    assert by_anybody(["touch", image], mounted).returncode != 0, "the installation is read-only for the user"
    program = image / "partnerlab"
    ran = by_anybody([program, "run", "-k", "is_settled_once", "--report", mounted / "report"], mounted)
    assert (ran.returncode, "Pass " in ran.stdout) == (0, True), ran.stdout
    assert (mounted / "report" / "report.html").stat().st_uid == ANYBODY
    linted = by_anybody([program, "lint"], mounted)
    assert (linted.returncode, "0 mistakes" in linted.stdout) == (0, True), linted.stdout


@pytest.mark.slow
def test_a_user_without_a_name_serves_every_simulator(image: Path, mounted: Path) -> None:
    words = ["up", "--host", "0.0.0.0", "--control-token", "secret", "--port", str(in_a_row())]
    with as_anybody([image / "partnerlab", *words], mounted) as process:
        assert process.stdout is not None
        running = any(line.startswith("partnerlab is running") for line in process.stdout)
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=PATIENCE)[0]
    assert running, rest
    assert process.returncode == 0, rest
