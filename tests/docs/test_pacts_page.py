"""The recipe for a Pact Broker: its paths and options exist, and its commands run as they stand, against a stand-in."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from flask import Flask, Response, jsonify, request

from partnerlab.__main__ import cli
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.partners.registry import Registry
from tests.conformance.peers import good, spoilt
from tests.docs.test_partners_guide import Shell, blocks, filled

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "pacts.md").read_text(encoding="utf-8").partition("## With a Pact Broker\n")[2]
PUBLISH, VERIFY, RELEASE = blocks(PAGE)
URL = "https://register.test.example"
OPTIONS = {
    "create-environment": {"--name", "--production"},
    "publish": {"--consumer-app-version", "--branch"},
    "record-deployment": {"--pacticipant", "--version", "--environment"},
    "can-i-deploy": {"--pacticipant", "--version", "--to-environment"},
}
"""What the broker's client takes, of which the page uses all."""


def broker_calls() -> list[list[str]]:
    """The words behind `broker` in each of its calls."""
    lines = [line for block in blocks(PAGE) for line in block.splitlines() if line.startswith("broker ")]
    return [shlex.split(line, comments=True)[1:] for line in lines]


def pact(path: str) -> tuple[str, str]:
    """Consumer and provider of a recorded pact."""
    document = json.loads((ROOT / path).read_text(encoding="utf-8"))
    return document["consumer"]["name"], document["provider"]["name"]


def test_every_pact_that_it_names_exists_and_is_of_the_parties_in_its_name() -> None:
    paths = re.findall(r"contracts/\S+?\.json", PAGE)
    assert len(paths) == 3
    assert all(pact(path) == tuple(Path(path).stem.split("-")) for path in paths)
    forms = re.findall(r"`(cis-\S+\.json)`", PAGE)
    assert forms and all(list(ROOT.glob(f"contracts/*/pacts/{name}")) for name in forms)


def test_what_is_published_is_one_pact_for_each_pair() -> None:
    (published,) = [words for words in broker_calls() if words[0] == "publish"]
    pairs = [pact(word) for word in published if word.endswith(".json")]
    assert len(pairs) == len(set(pairs)) == 2


def test_its_commands_are_those_of_the_client() -> None:
    used: dict[str, set[str]] = {}
    for name, *words in broker_calls():
        used.setdefault(name, set()).update(word for word in words if word.startswith("--"))
    assert used == OPTIONS


def test_the_parties_are_called_as_in_the_pacts() -> None:
    parties = {words[words.index("--pacticipant") + 1] for words in broker_calls() if "--pacticipant" in words}
    assert parties == {"cis", "dbd_juristic"}
    assert f"provider/{pact('contracts/dbd_juristic/pacts/cis-dbd_juristic.json')[1]}/consumer/cis/" in VERIFY


@pytest.mark.parametrize("command", re.findall(r"partnerlab (verify [^`\n&|]*)", PAGE))
def test_our_commands_take_what_is_written_behind_them(command: str) -> None:
    name, *words = shlex.split(command)
    known = cli.get_command(click.Context(cli), name)
    assert known is not None
    known.make_context(name, words)


class Broker:
    """A broker that knows one pact, and keeps the results that are published for it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.results: list[Any] = []
        app = Flask("broker")

        @app.route("/pacts/<path:which>")
        def the_pact(which: str) -> Response:
            assert request.headers["Authorization"] == "Bearer the-token"
            self.asked.append(which)
            return jsonify(_links={"pb:publish-verification-results": {"href": f"{self.server.url}/results"}})

        @app.route("/results", methods=["POST"])
        def results() -> tuple[Response, int]:
            self.results.append(request.get_json())
            return jsonify({}), 201

        self.server = HttpServer(app)


@pytest.fixture
def broker() -> Iterator[Broker]:
    made = Broker()
    yield made
    made.server.close()


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """One in which the container is a list of its calls."""
    made = Shell(tmp_path)
    docker = tmp_path / "bin" / "docker"
    docker.write_text('#!/bin/sh\necho "$@" >> calls\n', encoding="utf-8")
    docker.chmod(0o755)
    return made


def run_recipe(shell: Shell, broker: Broker, url: str, variables: dict[str, str]) -> list[str]:
    """Paste all three blocks into one shell; what the broker's client was asked for."""
    script = filled(PUBLISH + VERIFY + RELEASE, {"https://broker.test.example": broker.server.url, URL: url})
    script = filled(script, {'"$(git rev-parse HEAD)"': "abc123"})
    shell.run(script, SECRET="the-token", THEIRS="4.2", **variables)
    calls = (shell.folder / "calls").read_text(encoding="utf-8").splitlines()
    return [call.partition("pactfoundation/pact-cli ")[2] for call in calls]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")
@pytest.mark.parametrize("keeps", [True, False], ids=["kept", "broken"])
def test_the_result_of_the_verification_is_published(shell: Shell, broker: Broker, keeps: bool) -> None:
    with good(Registry()) as peer, spoilt(peer.url, lambda answer: Response("{}", 200)) as broken:
        calls = run_recipe(shell, broker, peer.url if keeps else broken, peer.variables)
    assert broker.asked == ["provider/dbd_juristic/consumer/cis/version/abc123"]
    assert broker.results == [{"success": keeps, "providerApplicationVersion": "4.2"}]
    assert [call.split()[:2] for call in calls] == [["broker", words[0]] for words in broker_calls()]
    assert (shell.folder / "report" / "junit.xml").is_file()
