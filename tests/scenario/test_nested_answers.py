"""A customer system that answers with a body nested beyond all measure fails its story, and the run goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer, Request
from tests.scenario.playing import APPLICANT, BILL, INQUIRY, PAYMENT, REQUEST, Player, Tamper

DEPTHS = (100, 300, 1_000, 100_000)


def nesting(depth: int, path: str) -> Tamper:
    """A system whose answers below a path are lists within lists."""

    def tamper(message: Request, call: Callable[[Request], Answer]) -> Answer:
        answer = call(message)
        nested = path in message.path and message.path != "/_test/about"
        return wire.answer(200, wire.IN_JSON, b"[" * depth + b"]" * depth) if nested else answer

    return tamper


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize(
    ("given", "steps"), [(BILL, INQUIRY + PAYMENT), (APPLICANT, REQUEST)], ids=["payment", "request"]
)
def test_its_answers_to_partners(player: Player, given: str, steps: str, depth: int) -> None:
    with player.stage(nesting(depth, "/v1/")) as stage:
        outcome = player.on(stage, player.story(given, steps))
        assert (outcome.word, outcome.blame) == ("fail", "system_under_test"), outcome.verdict
        assert stage.lab.journal.busy() is None
        stage.lab.system.channel.tamper = lambda message, call: call(message)  # type: ignore[attr-defined]
        assert player.on(stage, player.story(given, steps)).word == "pass", "the next story is not spoilt"


@pytest.mark.parametrize(
    "answer",
    [b"[" * 1_000, b"[" * 1_000 + b"]" * 1_000, b"[]", b'{"next_due": "2026-02-30"}', b"1", b'{"next_due": 7}'],
)
@pytest.mark.parametrize("path", ["/_test/clock", "/_test/books", "/_test/reset", "/_test/seed"])
def test_its_test_hooks(player: Player, path: str, answer: bytes) -> None:
    def tamper(message: Request, call: Callable[[Request], Answer]) -> Answer:
        found = call(message)
        return wire.answer(200, wire.IN_JSON, answer) if message.path == path else found

    outcome = player.play(BILL, INQUIRY + PAYMENT, tamper)
    assert outcome.blame in (None, "system_under_test"), outcome.verdict
