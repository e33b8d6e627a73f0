"""The README is true: every command in it runs, every link leads somewhere, and it fits on one screen."""

from __future__ import annotations

import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_SHELL = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
COMMANDS = sorted(
    {
        part.partition("#")[0].strip().removeprefix(".venv/bin/")
        for text in (*_SHELL, *re.findall(r"`(partnerlab [^`]+)`", README))
        for line in text.splitlines()
        for part in line.split("&&")
        if "partnerlab " in part and " install " not in part
    }
)
FOREIGN = [command for command in COMMANDS if "--cis" in command]
SERVING = [command for command in COMMANDS if command == "partnerlab up"]
PLAIN = [c for c in COMMANDS if c not in FOREIGN + SERVING and "bench" not in c]


def run(command: str, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    words = shlex.split(command)[1:]
    words = [str(ROOT / word) if word.startswith("scenarios/") else word for word in words]
    return subprocess.run(
        [sys.executable, "-m", "partnerlab", *words, *more],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_readme_has_commands_of_every_kind() -> None:
    assert PLAIN and FOREIGN and SERVING


@pytest.mark.slow
@pytest.mark.parametrize("command", PLAIN)
def test_a_command_of_the_readme_runs(command: str, tmp_path: Path) -> None:
    done = run(command, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "--report" not in command or (tmp_path / "report" / "report.html").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("command", FOREIGN)
def test_pointing_the_lab_at_a_cis_that_is_not_there_says_so(command: str, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    done = run(re.sub(r"http://[0-9.:]+", address, command), tmp_path)
    assert done.returncode == 2
    assert f"nobody answers at {address}" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("command", SERVING)
def test_up_serves_until_it_is_interrupted(command: str, tmp_path: Path) -> None:
    arguments = [sys.executable, "-m", *shlex.split(command), "--port", "8760"]
    with subprocess.Popen(arguments, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        first = process.stdout.readline().decode()
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    assert first.startswith("partnerlab is running")


def test_links_lead_somewhere() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_it_fits_on_one_screen() -> None:
    assert len(README.splitlines()) <= 70
