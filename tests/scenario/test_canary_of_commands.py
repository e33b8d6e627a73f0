"""Planted identifiers are in nothing that comes of a foreign CIS, sandbox, doctor, sabotage or a control's exports."""

from __future__ import annotations

import os
import re
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

import pytest
import requests

from partnerlab.commands.common import options
from partnerlab.control.app import Control
from partnerlab.control.controller import LabController
from partnerlab.lab import deployment as deployments
from partnerlab.lab.environment import file_variables, variables
from partnerlab.lab.lab import Lab
from partnerlab.lab.message_times.wall_clock import real_now
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import nobody
from partnerlab.sabotage.mutation import Mutation
from partnerlab.sabotage.trials import CAUGHT, play_mutations
from partnerlab.sandbox.checklist_text import checklist_events
from partnerlab.sandbox.session import Sandbox, SandboxOptions, open_sandbox
from tests.conformance.peers import good
from tests.control.control_support import Remote
from tests.patience import PATIENCE
from tests.ports import in_a_row
from tests.sandbox.hours import MORNING
from tests.scenario.playing import BILL, HEAD, Player
from tests.scenario.test_canary import STORIES, _split
from tests.scenario.test_canary_everywhere import Command, command, files_below, leaks, left, values

__all__ = ["command", "left", "values"]

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
ON_DISK = """
import dataclasses, os
from reference.cis import __main__ as program
taken = program.settings_from
program.settings_from = lambda told: dataclasses.replace(taken(told), database="sqlite:///" + os.environ["STORE"])
program.main()
"""
"""The reference as a process, with its store in a file."""

TELLING = ("registration", "name", "tax_id", "address", "mobile")
"""The columns of an account that tell whose it is."""

EXPORTED = "steps:\n  - {sends: big_c_online.inquiry, with: {account: $home}, answer: {status: 200}}\n"


@contextmanager
def cis_on_disk(folder: Path, port: int) -> Iterator[tuple[str, Path]]:
    """Where the reference listens, and its store; it works in `beside`, where its log is too."""
    store, beside, program = folder / "store" / "cis.db", folder / "beside", folder / "program.py"
    store.parent.mkdir()
    beside.mkdir()
    program.write_text(ON_DISK, encoding="utf-8")
    with deployments.serve_simulators(Lab(Registry()), "up", port=port) as stage:
        stage.lab.system = nobody()
        told = variables(stage.lab, stage.urls) | file_variables(stage.lab)
    environment = os.environ | told | {"CIS_TIMEOUT": "1", "PYTHONPATH": str(ROOT), "STORE": str(store)}
    arguments = [sys.executable, str(program), "--lab", "--port", "0"]
    with (
        (beside / "log.txt").open("wb") as log,
        subprocess.Popen(arguments, cwd=beside, env=environment, stdout=subprocess.PIPE, stderr=log) as process,
    ):
        assert process.stdout is not None
        try:
            yield process.stdout.readline().decode().rpartition(" ")[2].strip(), store
        finally:
            process.terminate()


def people_in(store: Path) -> set[str]:
    """Who stands in a store on disk."""
    with sqlite3.connect(store) as db:
        found = {value for row in db.execute(f"SELECT {', '.join(TELLING)} FROM account") for value in row if value}
    db.close()
    return found


@pytest.mark.parametrize("partner", ["big_c_online", "e_services"])
def test_a_cis_with_a_store_on_disk_is_verified_and_nothing_beside_the_store_names_anybody(
    tmp_path: Path, left: Path, command: Command, partner: str
) -> None:
    report, port = tmp_path / "report", in_a_row()
    with cis_on_disk(tmp_path, port) as (url, store):
        told = ["--cis", url, "--port", port, "--allow-writes", "--requests", "2", "--report", report]
        code, said = command("verify", partner, *told)
        people = people_in(store)
    assert code == 0 and len(people) >= len(TELLING), said
    outputs = files_below(report) | files_below(left) | files_below(tmp_path / "beside") | {"terminal": said}
    assert set(outputs) >= {"report.html", "junit.xml", "events.jsonl", "log.txt"}
    assert leaks(outputs, people) == {}


@pytest.mark.parametrize("story", STORIES)
def test_a_story_is_played_with_a_cis_whose_store_is_on_disk(
    tmp_path: Path, left: Path, command: Command, values: set[str], story: str
) -> None:
    file, report, port = tmp_path / "canary.yaml", tmp_path / "report", in_a_row()
    file.write_text(HEAD + STORIES[story], encoding="utf-8")
    with cis_on_disk(tmp_path, port) as (url, store):
        code, said = command("run", file, "--cis", url, "--port", port, "--report", report)
    assert code == 0, said
    assert leaks(files_below(store.parent), values), "else this story would prove nothing"
    outputs = files_below(report) | files_below(left) | files_below(tmp_path / "beside") | {"terminal": said}
    assert leaks(outputs, values) == {}


@pytest.mark.parametrize("language", ["en", "th"])
def test_the_report_of_a_sandbox_names_nobody(tmp_path: Path, left: Path, language: Literal["en", "th"]) -> None:
    """The tester reads the accounts of the list on the terminal; what is kept of the trial does not say them."""
    report, wish = tmp_path / "report", SandboxOptions("big_c_online", port=0, late=0, at=MORNING)
    with options.reporting(report, language) as keep, open_sandbox(Registry(), wish, lambda step: None) as sandbox:
        secrets = {own.value for name, own in sandbox.credentials().items() if not name.endswith("_code")}
        for account in sandbox.accounts:
            _ask(sandbox, account.reference1)
        for event in checklist_events(sandbox):
            keep(event)
        found = [sandbox.lab.world.find(account.registration) for account in sandbox.accounts]
        people = {value for one in found for value in (one.registration, one.ref1, one.name, one.holder.mobile)}
    outputs = files_below(report) | files_below(left)
    assert set(outputs) >= {"report.html", "junit.xml", "events.jsonl"}
    assert people and leaks(outputs, people | secrets) == {}


def _ask(sandbox: Sandbox, reference1: str) -> None:
    """An inquiry as the agent's client makes it; an account at which our side is silent answers nothing."""
    now = real_now().isoformat(timespec="seconds")
    message = {"agentCode": "BIGC", "transactionId": "CANARY0001", "transactionDateTime": now, "reference1": reference1}
    message |= {"channel": "TELL", "branchCode": "0001", "terminalId": "T01"}
    headers = {"X-Agent-Key": sandbox.credentials()["agent_key"].value}
    with suppress(requests.RequestException):
        requests.post(f"{sandbox.url}/payment-agents/v1/inquiry", json=message, headers=headers, timeout=PATIENCE)


def test_the_doctor_names_nobody_of_the_test_data_and_no_secret(
    tmp_path: Path, left: Path, command: Command, values: set[str]
) -> None:
    with good(Registry()) as peer:
        pid = peer.lab.world.person(41).pid
        bindings, told = tmp_path / "bindings.yaml", tmp_path / "lab.env"
        example = f'  a living person: {{query/CitizenID: "{pid}"}}\n'
        bindings.write_text(f"bindings: 1\npartner: dopa_linkage\nexamples:\n{example}", encoding="utf-8")
        told.write_text("".join(f"export {name}={shlex.quote(value)}\n" for name, value in peer.variables.items()))
        peers = ["--url", peer.url, "--variables", told, "--bindings", bindings]
        code, said = command("doctor", "dopa_linkage", *peers)
        secrets = {value for name, value in peer.variables.items() if name.endswith(("_KEY", "_SECRET", "_PASSWORD"))}
    assert code == 0 and secrets, said
    assert leaks(files_below(left) | {"terminal": said}, values | {pid} | secrets) == {}


@pytest.mark.parametrize("language", ["en", "th"])
def test_agreements_and_their_matrix_name_roles_and_nobody(tmp_path: Path, command: Command, language: str) -> None:
    outputs = {}
    for name in ("matrix.html", "matrix.csv"):
        code, outputs[f"terminal of {name}"] = command("agreements", "--lang", language, "--matrix", tmp_path / name)
        assert code == 0
    outputs |= files_below(tmp_path)
    assert {"matrix.html", "matrix.csv"} <= set(outputs)
    numbers = {name: re.findall(r"(?<![0-9])[0-9]{13}(?![0-9])", text) for name, text in outputs.items()}
    assert {name: found for name, found in numbers.items() if found} == {}


def test_sabotage_tells_what_differs_and_of_whom_nothing() -> None:
    """A reference that writes the number of an account into its log is caught, and the number is told nowhere."""
    before = "now = self._clock.now()\n        with self._db.write()"
    after = before.replace("\n", "\n        __import__('logging').getLogger('reference.cis').warning(query.subject)\n")
    story = "usage_statistics/the_police_are_told_six_months_and_no_seventh"
    mutation = Mutation("logs", "x", "reference/cis/usage/disclosures.py", before, after, "system_under_test", (story,))
    (result,) = play_mutations(ROOT, [mutation], 1, 1, others=False)
    assert result.word == CAUGHT, result
    assert leaks({"line": repr(result)}, {Lab(Registry()).world.account(1033).registration}) == {}


@pytest.mark.parametrize("story", [*STORIES, "account"])
def test_whatever_the_control_gives_out_names_nobody(player: Player, values: set[str], story: str) -> None:
    """Every address of its contract that is read, also one that comes later."""
    told = STORIES.get(story, BILL + EXPORTED)
    with player.stage() as stage:
        player.on(stage, player.story(*_split(told)))
        remote = Remote(Control(LabController(stage.lab)))
        outputs = {path: remote.call("GET", path).raw.decode("utf-8", "replace") for path in _read(remote)}
        shown = remote.call("GET", "/__lab/journal.jsonl?personal=shown").raw.decode()
    assert leaks({"shown": shown}, values), "else this story would prove nothing"
    assert leaks(outputs, values) == {}


def _read(remote: Remote) -> list[str]:
    """The addresses that may be read, with what there is in the places of their names."""
    members = {
        "number": [entry["number"] for entry in remote.get("/__lab/journal")["exchanges"]],
        "file": [entry["file"] for entry in remote.get("/__lab/files")["files"]],
    }
    found = []
    for path, methods in remote.get("/__lab/openapi.json")["paths"].items():
        name = path.partition("{")[2].partition("}")[0]
        if "get" in methods and "/world/" not in path:  # which is asked for somebody by number
            found += [path.replace(f"{{{name}}}", str(each)) for each in members.get(name, [""] if not name else [])]
    return found
