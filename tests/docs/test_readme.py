"""The README is true: every command in it runs, every link leads somewhere, and it stays short."""

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

from partnerlab.__main__ import EXIT_CODES, main
from partnerlab.lab.environment import credentials_of
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.scenario_loader import find
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_SHELL = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
COMMANDS = sorted(
    {
        part.partition("#")[0].strip().removeprefix(".venv/bin/")
        for text in (*_SHELL, *re.findall(r"`((?:.venv/bin/)?partnerlab [^`]+)`", README))
        for line in text.splitlines()
        for part in line.split("&&")
        if "partnerlab " in part and " install " not in part
    }
)
FOREIGN = [command for command in COMMANDS if "--cis" in command]
SERVING = [command for command in COMMANDS if command == "partnerlab up"]
BESIDE = [command for command in COMMANDS if command == "partnerlab cis"]
PLAIN = [command for command in COMMANDS if command not in FOREIGN + SERVING + BESIDE]
SHOWN = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
VARIABLE = re.compile(r"`([A-Z_<>]+)`")


def run(command: str, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    words = shlex.split(command)[1:]
    words = [str(ROOT / word) if word.startswith("scenarios/") else word for word in words]
    return subprocess.run(
        [sys.executable, "-m", "partnerlab", *words, *more],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def test_there_are_as_many_scenarios_as_it_says() -> None:
    (told,) = re.findall(r"all, more than ([0-9]+), take", README)
    assert int(told) < len(find([ROOT / "scenarios"])) < int(told) + 100


def test_the_readme_has_commands_of_every_kind() -> None:
    assert PLAIN and FOREIGN and SERVING and BESIDE


def test_what_can_be_pasted_names_the_installed_program() -> None:
    parts = [part.strip() for text in _SHELL for line in text.splitlines() for part in line.split("&&")]
    assert [part for part in parts if part.startswith(("partnerlab", "tox", "pip"))] == []


@pytest.mark.slow
def test_the_output_that_is_shown_is_that_of_the_command(tmp_path: Path) -> None:
    """All of it; only the time that it took may differ."""
    (command,) = re.findall(r"`.venv/bin/(partnerlab run [^`]+)` plays some", README)
    (shown,) = SHOWN
    assert len(shown.splitlines()) == 10
    assert _without_times(run(command, tmp_path).stdout) == _without_times(shown)


def _without_times(text: str) -> str:
    return re.sub(r"[0-9.]+ s, [0-9,]+ steps/s", "", text)


def test_every_variable_of_the_lab_has_a_row_and_every_row_a_variable(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["up", "--env"])
    printed = re.findall(r"^export (\w+)=", capsys.readouterr().out, re.MULTILINE)
    table = README.partition("| variable |")[2].partition("\n\n")[0]
    rows = [VARIABLE.findall(line.partition(" | ")[0]) for line in table.splitlines()]
    patterns = [re.escape(name) for names in rows for name in names]
    kit = Registry().partners.values()
    partners = "|".join(partner.name.upper() for partner in kit)
    credentials = "|".join(name.upper() for partner in kit for name in credentials_of(partner.agreement))
    filled = [p.replace("<PARTNER>", f"({partners})").replace("<CREDENTIAL>", f"({credentials})") for p in patterns]
    assert printed and [name for name in printed if not any(re.fullmatch(p, name) for p in filled)] == []
    assert [p for p in filled if not any(re.fullmatch(p, name) for name in printed)] == []


def test_exit_codes_are_those_of_the_help() -> None:
    codes = dict(re.findall(r"^  ([0-9]+) +(.*)$", EXIT_CODES, re.MULTILINE))
    assert codes == dict(re.findall(r"^\| ([0-9]+) \| (.*) \|$", README, re.MULTILINE))


@pytest.mark.slow
@pytest.mark.parametrize("command", BESIDE)
def test_the_reference_without_a_lab_says_what_to_start(command: str, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        done = run(command, tmp_path, "--control", f"http://127.0.0.1:{taken.getsockname()[1]}/__lab")
    assert done.returncode == 2 and "start `partnerlab up` first" in done.stderr


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
    assert f"nothing answers at {address}" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("command", SERVING)
def test_up_serves_until_it_is_interrupted(command: str, tmp_path: Path) -> None:
    arguments = [sys.executable, "-m", *shlex.split(command), "--port", "8760"]
    with subprocess.Popen(arguments, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        first = process.stdout.readline().decode()
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    assert first.startswith("partnerlab is running")


def test_links_lead_somewhere() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_it_stays_short() -> None:
    assert len(README.splitlines()) <= 120
