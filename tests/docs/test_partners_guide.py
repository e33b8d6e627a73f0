"""The guide for partners: its commands run as they stand there, and both languages have the same."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import pytest
from flask import Flask, Response, request

from partnerlab import __version__
from partnerlab.__main__ import cli
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.partners.registry import Registry
from partnerlab.sandbox.accounts import ROLES
from tests.conformance.peers import good
from tests.conformance.test_direct import COMPANY, PROFILE, company
from tests.patience import PATIENCE
from tests.ports import in_a_row
from tests.sandbox.hours import MORNING
from tests.sandbox.test_file_steps import AGENTS
from tests.sandbox.test_sandbox import CLIENT
from tests.wheel_house import build_wheel, fill_wheel_house

DOCS = Path(__file__).parents[2] / "docs"
GUIDE, THAI = ((DOCS / name).read_text(encoding="utf-8") for name in ("partners-guide.md", "partners-guide.th.md"))
NEED_CURL = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")
SANDBOX = re.compile(r"partnerlab sandbox .*")


def blocks(text: str) -> list[str]:
    """What can be pasted, in the order of the page."""
    return re.findall(r"```sh\n(.*?)```", text, re.DOTALL)


def path(number: int) -> list[str]:
    """The commands of one section."""
    return blocks(re.split(r"(?m)^## ", GUIDE)[number])


def named_commands() -> list[str]:
    """Every call of partnerlab, also those that stand in a sentence, with PARTNER's place filled in."""
    lines = [line for block in blocks(GUIDE) for line in block.splitlines() if line.startswith("partnerlab ")]
    inline = [text for page in (GUIDE, THAI) for text in re.findall(r"`(partnerlab [a-z-]+ [^`]*)`", page)]
    return sorted({line.replace("NAME", "imind") for line in lines + inline})


class Shell:
    """A folder in which `partnerlab` and `python3.11` are this checkout and this interpreter."""

    def __init__(self, folder: Path) -> None:
        self.folder, binaries = folder / "work", folder / "bin"
        self.folder.mkdir()
        binaries.mkdir()
        for name, words in {"partnerlab": [sys.executable, "-m", "partnerlab"], "python3.11": [sys.executable]}.items():
            (binaries / name).write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n', encoding="utf-8")
            (binaries / name).chmod(0o755)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PARTNERLAB"))}
        self.environment = kept | {"PATH": f"{binaries}:{os.environ['PATH']}", "PYTHONPATH": str(DOCS.parent)}

    def run(self, script: str, **more: str) -> str:
        """What the commands print; the first that fails ends them."""
        done = subprocess.run(
            ["bash", "-e", "-c", script], cwd=self.folder, env=self.environment | more, text=True, timeout=PATIENCE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        return done.stdout

    def client(self, program: Path, given: dict[str, Any]) -> None:
        """A partner's own client in JavaScript does all that it does."""
        node = shutil.which("node")
        if node is None:
            pytest.skip("node is not installed: the client is written in JavaScript")
        subprocess.run([node, program], input=json.dumps(given), text=True, check=True, timeout=PATIENCE)

    @contextmanager
    def sandbox(self, command: str) -> Iterator[Sandbox]:
        """The sandbox of a page while it runs."""
        words = shlex.split(f"{command} --port {in_a_row()} --at {MORNING:%H:%M}")
        environment = self.environment | {"PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(words, cwd=self.folder, env=environment, text=True, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            head = "".join(iter(process.stdout.readline, "Steps, ticked by what arrives, in any order:\n"))
            try:
                yield Sandbox(head, process)
            finally:
                process.send_signal(signal.SIGINT)


class Sandbox:
    """A sandbox as a process of its own, and what it printed at its start."""

    def __init__(self, head: str, process: subprocess.Popen[str]) -> None:
        self._head, self._process = head, process

    def printed(self, pattern: str) -> str:
        """An address, a key or an account, by the pattern around it."""
        found = re.search(pattern, self._head)
        assert found, (pattern, self._head)
        return found[1]

    def accounts(self) -> dict[str, dict[str, str]]:
        """The accounts by what they are for."""
        rows = re.findall(r"(?m)^  ([0-9]{10})  [0-9]+  ([0-9]+) +([0-9.]+)  (.+)$", self._head)
        named: dict[str, dict[str, str]] = {}
        for reference, invoice, owed, label in rows:
            role = next(role for role, words in ROLES.items() if words["en"] == label and role not in named)
            named[role] = {"reference1": reference, "invoice": invoice, "owed": owed}
        return named

    def rest(self, *, stopped: bool) -> str:
        """What it prints until it ends: by Ctrl-C if `stopped`, else by itself."""
        if stopped:
            self._process.send_signal(signal.SIGINT)
        rest = self._process.communicate(timeout=PATIENCE)[0]
        assert self._process.returncode == int(stopped), rest
        return rest


def filled(script: str, values: dict[str, str]) -> str:
    """The commands with what a reader puts in place of the examples' values."""
    for example, value in values.items():
        assert example in script, example
        script = script.replace(example, value)
    return script


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@contextmanager
def register(number: str) -> Iterator[str]:
    """A register of its own that knows one company, at its own address."""
    app = Flask("register")

    @app.route(PROFILE)
    def profile() -> Response:
        asked = request.args.get("JuristicID", "")
        answer = company(COMPANY if asked == number else asked)
        return Response(answer.get_data(as_text=True).replace(COMPANY, number), answer.status_code, answer.headers)

    listening = HttpServer(app)
    try:
        yield listening.url
    finally:
        listening.close()


def test_both_languages_have_the_same_commands() -> None:
    assert blocks(THAI) == blocks(GUIDE) and len(blocks(GUIDE)) > 10


@pytest.mark.parametrize("command", named_commands())
def test_a_command_takes_what_is_written_behind_it(command: str) -> None:
    name, *words = shlex.split(command)[1:]
    if name.startswith("-"):
        return
    known = cli.get_command(click.Context(cli), name)
    assert known is not None
    if words:
        known.make_context(name, words)


@pytest.mark.parametrize("page", [GUIDE, THAI], ids=["en", "th"])
def test_a_link_within_the_page_leads_to_a_heading(page: str) -> None:
    headings = re.findall(r"(?m)^#+ (.*)$", page)
    anchors = {re.sub(r"[^\w\u0e00-\u0e7f -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    links = re.findall(r"\]\(#([^)]+)\)", page)
    assert len(links) == 3 and [link for link in links if link not in anchors] == []


@pytest.mark.slow
def test_it_installs_with_and_without_a_network(shell: Shell, tmp_path: Path) -> None:
    """The index of packages is a folder; without a network even that is gone."""
    house, away = tmp_path / "house", tmp_path / "away"
    for folder in (house, away):
        folder.mkdir()
    wheel = build_wheel(shell.folder)
    fill_wheel_house(house, wheel, ["verify"])
    quick = {"PYTHONPATH": "", "PIP_NO_COMPILE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(house)}
    first, download, second = path(1)
    assert f"partnerlab, version {__version__}" in shell.run(first, **quick, **index)
    shell.run(f". .venv/bin/activate\n{download}", **quick, **index)
    (shell.folder / "wheels").rename(away / "wheels")
    shell.folder = away
    assert f"partnerlab, version {__version__}" in shell.run(second, **quick)


@pytest.mark.slow
def test_a_partner_finds_its_part(shell: Shell) -> None:
    (block,) = path(2)
    printed = shell.run(block)
    assert "truemoney_offline" in printed and "GET /ws/dbd/juristic" in printed
    assert (Path(printed.splitlines()[-1]) / "as_provider.openapi.yaml").is_file()


@pytest.mark.slow
def test_a_register_proves_what_it_answers(shell: Shell) -> None:
    with good(Registry()) as gateway:
        number = gateway.lab.world.company(11).juristic_id
        gateway.lab.world.override("company", 11, status="ยังดำเนินกิจการอยู่")
        with register(number) as direct:
            keys = gateway.variables
            values = {
                "https://register.test.example": direct, "https://gateway.test.example": gateway.url,
                COMPANY: number, "the-key": keys["DGA_GDX_CONSUMER_KEY"],
                "the-secret": keys["DGA_GDX_CONSUMER_SECRET"], "the-officer": keys["DGA_GDX_AGENT_PID"],
            }  # fmt: skip
            printed = shell.run(filled("\n".join(path(3)), values))
    assert "not bound: add to bindings.yaml, below examples: a company in business" in printed
    assert len(re.findall(r"Pass +dbd_juristic/profile/a_company_in_business", printed)) == 2
    assert "ready: all" in printed
    assert all((shell.folder / name / "report.html").is_file() for name in ("first", "direct", "report"))


@pytest.mark.slow
@NEED_CURL
def test_an_online_agent_finishes_its_list(shell: Shell) -> None:
    """The first step by hand, the others by a client in another language."""
    start, by_hand, clock, doctor = path(4)
    with shell.sandbox(start.strip()) as sandbox:
        url, control = sandbox.printed(r"Send to: (\S+)"), sandbox.printed(r"(http\S+/__lab)/clock")
        key, account = (
            sandbox.printed(r"agent_key \(header X-Agent-Key\): (\S+)"),
            sandbox.printed(r"(?m)^  ([0-9]{10})  "),
        )
        values = {
            "http://127.0.0.1:8118": url, "http://127.0.0.1:8117/__lab": control, "the-agent-key": key,
            "0597943659": account,
        }  # fmt: skip
        printed = shell.run(filled(by_hand, values) + filled(doctor, {"https://cis.test.example": url}))
        assert '"responseCode": "0000"' in printed and "ready: all" in printed
        given = {"mode": "right", "url": url, "control": control, "accounts": sandbox.accounts(), "key": key}
        given["afterCutOff"] = "past the cut-off of big_c_online"
        assert given["afterCutOff"] in clock
        shell.client(CLIENT, given)
        rest = sandbox.rest(stopped=False)
    assert "[x] What a customer has to pay now (inquiry): answered 200" in rest
    assert re.search("(?m)^all [0-9]+ steps were shown", rest)
    assert (shell.folder / "report" / "report.html").is_file()


@pytest.mark.slow
@NEED_CURL
def test_the_clock_of_a_sandbox_is_moved_as_the_page_says(shell: Shell) -> None:
    start, _, clock, _ = path(4)
    with shell.sandbox(start.strip()) as sandbox:
        control = sandbox.printed(r"(http\S+/__lab)/clock")
        moved = shell.run(f"CONTROL={control}\n{clock}")
    assert "T23:0" in moved


@pytest.mark.slow
@NEED_CURL
def test_an_agent_with_files_finishes_its_list(shell: Shell) -> None:
    """One file by hand, whose answer is fetched; then a client in another language sends what the list asks for."""
    sample, start, variables, leave = path(5)
    shell.run(sample)
    with shell.sandbox(start.strip()) as sandbox:
        password, key = sandbox.printed(r"password: (\S+)"), sandbox.printed(r"host_key: (.+)")
        port, control = sandbox.printed(r"port: ([0-9]+)"), sandbox.printed(r"(http\S+/__lab)/clock")
        values = {"8115": port, "the-password": password, "ssh-ed25519 the-host-key": key}
        printed = shell.run(filled(variables, values) + leave)
        assert "ready: all" in printed and "Pass  truemoney_offline/response_file" in printed
        login = {
            "channel": "sftp", "host": "127.0.0.1", "port": int(port), "user": "truemoney_offline",
            "password": password, "host_key": key,
        }  # fmt: skip
        given = {"mode": "right", "control": control, "accounts": sandbox.accounts(), "login": login}
        given["afterCutOff"] = "past the cut-off of truemoney_offline"
        shell.client(CLIENT.with_name("files_agent.mjs"), given | AGENTS["truemoney_offline"])
        rest = sandbox.rest(stopped=False)
    assert re.search("(?m)^all [0-9]+ steps were shown", rest)
    assert (shell.folder / "report" / "report.html").is_file()
