"""A real partner in the place of its simulator. The real one here is a second lab's, reached over sockets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug import Request, Response

from partnerlab.__main__ import main
from partnerlab.lab import deployment as deployments
from partnerlab.lab.channels.socket_http import HttpServer, UrlChannel
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.scenario_loader import read
from partnerlab.scenario.scenario_run import Outcome
from partnerlab.scenario.suite import play_scenarios
from partnerlab.testing import ServedLab
from tests.lab.lab_support import Client

pytestmark = pytest.mark.slow

GATEWAY = "dga_gdx"
STORIES = Path("scenarios/new_connection")


@pytest.fixture
def stage() -> Iterator[deployments.Deployment]:
    with deployments.in_process(Registry()) as made:
        yield made


@pytest.fixture
def answering() -> Iterator[Callable[[Response], str]]:
    """A peer that says the same to everything."""
    open_: list[HttpServer] = []

    def peer(response: Response) -> str:
        open_.append(HttpServer(Request.application(lambda request: response)))
        return open_[-1].url

    yield peer
    for listening in open_:
        listening.close()


def play(stage: deployments.Deployment, name: str) -> Outcome:
    kit = stage.lab.kit
    return play_scenarios(stage, [read(kit.root / STORIES / f"{name}.yaml", kit, kit.root / "scenarios")])[0]


def test_what_our_side_asks_reaches_the_real_partner_and_what_it_answers_is_judged(
    stage: deployments.Deployment, partnerlab: ServedLab
) -> None:
    stage.lab.real_partners[GATEWAY] = UrlChannel(partnerlab.url(GATEWAY))
    outcome = play(stage, "a_company_gets_water_once_the_register_knows_it")
    assert (outcome.word, str(outcome.verdict or "")) == ("pass", "")
    there = [exchange.operation for exchange in partnerlab.exchanges()]
    here = [
        exchange.operation
        for exchange in stage.lab.journal.search(sender="cis")
        if exchange.via or "gdx" in exchange.receiver
    ]
    assert there == here
    assert {"validate", "profile"} <= set(there)


def test_an_answer_against_the_contract_is_the_partners_fault(
    stage: deployments.Deployment, answering: Callable[[Response], str]
) -> None:
    url = answering(Response('{"Token": "x"}', content_type="application/json"))
    stage.lab.real_partners[GATEWAY] = UrlChannel(url)
    outcome = play(stage, "a_company_gets_water_once_the_register_knows_it")
    assert (outcome.word, outcome.blame) == ("fail", "partner")
    assert "dga_gdx validate: answer body" in str(outcome.verdict)


def test_a_partner_that_is_not_there_is_a_matter_of_the_network(stage: deployments.Deployment) -> None:
    stage.lab.real_partners[GATEWAY] = UrlChannel("http://127.0.0.1:9")
    outcome = play(stage, "a_company_gets_water_once_the_register_knows_it")
    assert (outcome.word, outcome.blame) == ("fail", "network")
    assert "nothing answers at http://127.0.0.1:9" in str(outcome.verdict)


def test_what_a_real_partner_cannot_be_told_is_skipped_with_the_reason(stage: deployments.Deployment) -> None:
    stage.lab.real_partners[GATEWAY] = UrlChannel("http://127.0.0.1:9")
    outcome = play(stage, "the_company_is_dissolved")
    assert (outcome.word, outcome.blame) == ("skip", "configuration")
    assert "dbd_juristic is real in this run" in str(outcome.verdict)


def test_what_breaks_the_contract_never_leaves_for_a_real_partner(
    stage: deployments.Deployment, partnerlab: ServedLab
) -> None:
    stage.lab.real_partners[GATEWAY] = UrlChannel(partnerlab.url(GATEWAY))
    client = Client(stage.lab)
    assert client.validate().status_code == 200
    assert client.validate(Extra="1").status_code == 400
    assert len(partnerlab.exchanges()) == 1


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ("dga_gdx", "'dga_gdx' is not PARTNER=URL, as in dga_gdx=https://gateway.example:8443\n"),
        ("dga_gdx=gateway", "'dga_gdx=gateway' is not PARTNER=URL"),
        ("nobody=http://127.0.0.1:9", "there is no partner 'nobody'; there are: "),
        ("big_c_online=http://127.0.0.1:9", "our side asks nothing of big_c_online over HTTP; it asks: "),
    ],
)
def test_a_wrong_word_is_told_before_anything_runs(told: str, message: str, capsys: Any) -> None:
    with pytest.raises(SystemExit) as left:
        main(["run", "--real", told])
    out, err = capsys.readouterr()
    assert (left.value.code, out) == (2, "")
    assert err.startswith(message)
