"""Planted identifiers are found in no output of a run: report, events, JUnit, terminal, HAR."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from partnerlab.__main__ import main
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.report.har import har
from tests.scenario.playing import APPLICANT, BILL, HEAD, REQUEST, Player

COVERED = ("•", "x" * 20)
"""What stands in place of a value: in a message, and in a record file, which keeps its columns."""

NAME = "คานารี เหลืองทอง"
FILE = "steps:\n  - {sends: truemoney_offline.payment_file, with: {payments: [{bill: $october, name: NAMED}]}}\n"
LOOK_UP = "steps:\n  - {sends: cib_police.water_usage, with: {account: $home, reference: CASE-1}}\n"
STORIES = {
    "rest": APPLICANT + "steps:\n  " + REQUEST,
    "file": BILL + FILE.replace("NAMED", NAME),
    "mail": BILL + FILE.replace("NAMED", NAME).replace("truemoney_offline", "mea_offline"),
    "header and query": BILL + LOOK_UP,
}  # fmt: skip


def planted(lab: Lab) -> set[str]:
    """What tells the people of the stories apart, and the name that was planted."""
    account, person = lab.world.account(1001), lab.world.person(41)
    people = (person, account.holder)
    told = {value for one in people for value in (one.pid, one.mobile, one.email)}
    return told | {account.registration, account.bill("2026-10").invoice, NAME}


def found_in(text: str, values: set[str]) -> set[str]:
    """The values that stand in a text, as they are, escaped or percent-encoded."""
    return {value for value in values if any(form in text for form in (value, json.dumps(value)[1:-1], quote(value)))}


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("language", ["en", "th"])
def test_no_output_names_whom_it_is_about(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, story: str, language: str
) -> None:
    values = planted(Lab(Registry()))
    file, report = tmp_path / "canary.yaml", tmp_path / "report"
    file.write_text(HEAD + STORIES[story], encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["run", str(file), "--report", str(report), "--lang", language])
    assert left.value.code == 0
    out, err = capfd.readouterr()
    outputs = {path.name: path.read_text(encoding="utf-8") for path in report.iterdir()}
    assert set(outputs) >= {"report.html", "junit.xml", "events.jsonl"}
    assert COVERED[story in ("file", "mail")] in outputs["events.jsonl"], "else this file would prove nothing"
    events = [json.loads(line) for line in outputs["events.jsonl"].splitlines()]
    exchanges = [event for event in events if event["event"] == "exchange"]
    outputs |= {"terminal": out + err, "log": caplog.text, "HAR": json.dumps(har(exchanges), ensure_ascii=False)}
    assert {name: leaked for name, text in outputs.items() if (leaked := found_in(text, values))} == {}


def test_what_is_planted_was_exchanged(player: Player) -> None:
    with player.stage() as stage:
        player.on(stage, player.story(*_split(STORIES["file"])))
        sent = "".join(json.dumps(exchange.fields, ensure_ascii=False, default=str) for exchange in stage.lab.journal)
        assert NAME in sent
        assert planted(stage.lab) & found_in(sent, planted(stage.lab)) > {NAME}


def _split(story: str) -> tuple[str, str]:
    given, _, steps = story.partition("steps:\n")
    return given, steps.removeprefix("  ")
