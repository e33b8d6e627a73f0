"""Planted identifiers are found in nothing that any command says, writes or leaves behind."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from partnerlab.__main__ import main
from partnerlab.control.app import Control
from partnerlab.control.controller import LabController
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from tests.conformance.peers import good
from tests.control.control_support import Remote
from tests.scenario.playing import APPLICANT, HEAD, REQUEST, Player
from tests.scenario.test_canary import NAME, STORIES, _split, found_in, planted

pytestmark = pytest.mark.slow

LAYOUT = "truemoney_offline/payment_file"
FILE = "MWA_TMN_20261105_01.txt"
Command = Callable[..., tuple[int, str]]


@pytest.fixture
def values() -> set[str]:
    return planted(Lab(Registry()))


@pytest.fixture
def left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for whatever is temporary."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str]) -> Command:
    """`partnerlab …`: its code, and all that it says."""

    def run(*arguments: object) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        return int(ended.value.code or 0), "".join(capfd.readouterr())

    return run


def files_below(folder: Path) -> dict[str, str]:
    """Every file, as text in the encoding of our reports and in that of the agents' files."""
    found = {}
    for path in (path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        found[path.relative_to(folder).as_posix()] = data.decode("utf-8", "replace") + data.decode("cp874", "replace")
    return found


def leaks(outputs: dict[str, str], values: set[str]) -> dict[str, set[str]]:
    return {name: told for name, text in outputs.items() if (told := found_in(text, values))}


@pytest.mark.parametrize("story", STORIES)
def test_a_run_leaves_nothing_that_names_anybody(
    tmp_path: Path, left: Path, command: Command, values: set[str], story: str
) -> None:
    file, report = tmp_path / "canary.yaml", tmp_path / "report"
    file.write_text(HEAD + STORIES[story], encoding="utf-8")
    code, said = command("run", file, "--report", report, "--met", report / "met.json")
    assert code == 0, said
    outputs = files_below(report)
    assert {"report.html", "junit.xml", "events.jsonl", "met.json"} <= set(outputs)
    assert leaks(outputs | files_below(left) | {"terminal": said}, values) == {}


def test_a_failing_story_says_what_differs_and_of_whom_nothing(
    tmp_path: Path, left: Path, command: Command, values: set[str]
) -> None:
    file, report = tmp_path / "canary.yaml", tmp_path / "report"
    wrong = "  - {receives: dopa_linkage.card, request: {query: {CitizenID: $applicant.mobile}}}\n"
    file.write_text(HEAD + APPLICANT + "steps:\n  " + REQUEST.rstrip() + "\n" + wrong, encoding="utf-8")
    code, said = command("run", file, "--report", report)
    assert code == 1 and "did not receive card" in said
    assert leaks(files_below(report) | files_below(left) | {"terminal": said}, values) == {}


@pytest.mark.parametrize("story", STORIES)
def test_the_journal_is_exported_without_anybody(player: Player, values: set[str], story: str) -> None:
    with player.stage() as stage:
        player.on(stage, player.story(*_split(STORIES[story])))
        remote = Remote(Control(LabController(stage.lab)))
        paths = ("journal", "journal.har", "journal.jsonl")
        outputs = {path: remote.call("GET", f"/__lab/{path}").raw.decode() for path in paths}
        shown = remote.call("GET", "/__lab/journal.jsonl?personal=shown").raw.decode()
    assert leaks({"shown": shown}, values), "else this story would prove nothing"
    assert leaks(outputs, values) == {}


@pytest.mark.parametrize("language", ["en", "th"])
def test_a_file_is_checked_without_naming_whose_payments_it_holds(
    tmp_path: Path, left: Path, player: Player, command: Command, values: set[str], language: str
) -> None:
    with player.stage() as stage:
        player.on(stage, player.story(*_split(STORIES["file"])))
        sent = next(exchange.request.raw for exchange in stage.lab.journal if exchange.operation == "payment_file")
    for name, data in {"good": sent, "broken": sent.replace(b"\r\nT", b"\r\nX"), "short": sent[:-40]}.items():
        file, report = tmp_path / name / FILE, tmp_path / f"{name}_report"
        file.parent.mkdir()
        file.write_bytes(data)
        assert leaks(files_below(file.parent), values) and NAME.encode("cp874") in data, "else it would prove nothing"
        code, said = command("check-file", LAYOUT, file, "--report", report, "--lang", language)
        assert code == (0 if name == "good" else 1), said
        assert leaks(files_below(report) | files_below(left) | {"terminal": said}, values) == {}


@pytest.mark.parametrize("form", ["classic", "direct"])
def test_verify_reports_nobody_and_no_secret(
    tmp_path: Path, left: Path, command: Command, values: set[str], monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    place = {"classic": "query/CitizenID", "direct": "body/data/0/query/personalID"}[form]
    report, bindings = tmp_path / "report", tmp_path / "bindings.yaml"
    with good(Registry().in_forms({"dopa_linkage": form})) as peer:
        pid = peer.lab.world.person(41).pid
        bindings.write_text(
            f'bindings: 1\npartner: dopa_linkage\nexamples:\n  a living person: {{{place}: "{pid}"}}\n',
            encoding="utf-8",
        )
        for name, value in peer.variables.items():
            monkeypatch.setenv(name, value)
        url = peer.urls["dopa_linkage"] if form == "direct" else peer.url
        told = ["--form", form, "--url", url, "--bindings", bindings, "--requests", "2", "--report", report]
        code, said = command("verify", "dopa_linkage", *told)
        assert code == 0, said
        assert "a living person" in said and peer.asked("person"), "else this would prove nothing"
        names = peer.lab.kit.partner("dopa_linkage").agreement["channels"][0]["credentials"]
        secrets = {peer.lab.credentials.of("dopa_linkage", name) for name in names}
    outputs = files_below(report) | files_below(left) | {"terminal": said}
    assert set(outputs) >= {"report.html", "junit.xml", "events.jsonl"}
    assert leaks(outputs, values | {pid} | secrets) == {}
    assert json.loads(outputs["events.jsonl"].splitlines()[0])["event"] == "run_started"
