"""The committed pacts are what the real clients and senders do today, and keep to the contracts."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from partnerlab.conformance.pacts import pact_file
from partnerlab.contract.http import message as wire
from partnerlab.lab.partners.registry import Registry
from tests.pacts.links import Link, every_link
from tests.pacts.performing import Performer
from tests.pacts.recording import Recorder, settled


@pytest.mark.slow
@every_link
def test_a_committed_pact_is_what_is_asked(
    link: Link, httpserver: HTTPServer, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    recorder = Recorder(link.consumer, link.provider, link.document, httpserver, tmp_path)
    perform = Performer(link.kit, link)
    for interaction in link.interactions:
        recorder.record(interaction, perform)
    found = settled(recorder.file, recorder.form_keys)
    if pytestconfig.getoption("--write-pacts"):
        link.file.parent.mkdir(exist_ok=True)
        link.file.write_text(found, encoding="utf-8")
    committed = link.file.read_text(encoding="utf-8") if link.file.is_file() else "(there is none)"
    assert committed == found, f"read what changed, then renew: pytest {Path(__file__).parent.name} --write-pacts"


@every_link
def test_no_two_interactions_are_called_alike(link: Link) -> None:
    told = [interaction.description for interaction in link.interactions]
    assert len(told) == len(set(told)), "the library would let the second replace the first without a word"


@every_link
def test_every_operation_stands_in_a_pact(link: Link) -> None:
    told = {interaction.operation for interaction in link.interactions}
    missing = sorted(link.document.operations.keys() - told - link.asked_by_others)
    assert not missing, f"no interaction has {', '.join(missing)}.\n{link.what_to_do}"


@every_link
def test_a_pact_keeps_its_contract(link: Link) -> None:
    assert link.file.is_file(), link.what_to_do
    pact = pact_file.read(link.file)
    assert len(pact.interactions) == len(link.interactions), link.what_to_do
    broken = [
        f"{each.description}: {finding}"
        for each in pact.interactions
        for finding in pact_file.judge(link.kit, pact, each)
    ]
    assert not broken


@every_link
def test_an_answer_that_is_told_keeps_its_contract_whole(link: Link) -> None:
    """A pact records a part of it; the client has worked with all of it."""
    broken = []
    for each in link.interactions:
        operation, answer = link.document.operations[each.operation], each.answer
        media = answer.media or operation.media_for(answer.status, answer.body)
        raw = wire.encode(answer.body, media)
        broken += operation.judge_answer(wire.answer(answer.status, {"content-type": media}, raw))
    assert not broken


def test_no_pact_lies_about_that_nobody_tells_of(kit: Registry) -> None:
    from tests.pacts.links import links

    told = {link.file for link in links()}
    found = {file for name in kit.partners for file in (kit.partner(name).contracts / "pacts").glob("*.json")}
    assert found <= told, "a pact that no test renews grows old unseen"
