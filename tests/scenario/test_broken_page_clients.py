"""A CIS that reads web pages badly fails the stories of pages, and the right side is blamed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import requests

from partnerlab.lab.channels.web_channel import WebChannel
from partnerlab.lab.deployment import in_process
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.partners.registry import Registry, default_root
from partnerlab.scenario.language.scenario_loader import read
from partnerlab.scenario.runner import Runner
from reference.common.file_channels import website
from reference.common.file_channels.channel import WaitingFile
from reference.common.file_channels.web_page import ReceivedPage, read_page
from reference.common.file_channels.website import PageSession

Patch = Callable[[pytest.MonkeyPatch], None]


def outcome_of(story: str, password: str | None = None) -> Any:
    scenarios = default_root() / "scenarios"
    kit = Registry()
    with in_process(kit) as stage:
        stage.lab.system.greet()  # it is told its passwords when it starts
        web = file_exchange(stage.lab).channel("web")
        assert isinstance(web, WebChannel)
        if password:
            web.pages["mpay_offline"] = replace(web.pages["mpay_offline"], passwords={"cis": password})
        return Runner(stage.lab, lambda event: None).run(
            read(scenarios / f"payment_files/{story}.yaml", kit, scenarios)
        )


def every_answer_is_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_anything(answer: requests.Response) -> ReceivedPage:
        downloaded = "/files/" in answer.url and answer.request.method == "GET"
        return ReceivedPage(200, attachment=answer.content) if downloaded else read_page(answer)

    what_is_listed_is_whole(monkeypatch)
    monkeypatch.setattr(website, "read_page", read_anything)


def what_is_listed_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def download_new(self: PageSession, suffix: str) -> list[WaitingFile]:
        listed = self._list()
        self.downloaded |= {file.address: self._download(file) for file in listed}
        return [WaitingFile(file.name, file.address) for file in listed]

    monkeypatch.setattr(PageSession, "download_new", download_new)


def a_session_lasts_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    log_in = PageSession._log_in
    monkeypatch.setattr(PageSession, "_log_in", lambda self: None if self._logged_in else log_in(self))


@pytest.mark.parametrize(
    ("breaking", "story", "word"),
    [
        (every_answer_is_a_file, "a_log_in_page_is_not_taken_for_a_file", "fail"),
        (what_is_listed_is_whole, "a_file_that_still_grows_is_left_alone", "fail"),
        (a_session_lasts_for_ever, "a_session_that_ended_is_begun_anew", "not_received"),
    ],
    ids=lambda given: getattr(given, "__name__", given),
)
def test_a_client_that_reads_pages_badly_is_to_blame(
    breaking: Patch, story: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaking(monkeypatch)
    outcome = outcome_of(story)
    assert (outcome.word, outcome.verdict.blame) == (word, "system_under_test"), str(outcome.verdict)


def test_a_client_with_a_wrong_password_is_to_blame() -> None:
    outcome = outcome_of("a_file_of_payments_is_taken_from_a_web_page", "another")
    assert (outcome.word, outcome.verdict.blame) == ("fail", "system_under_test")
    assert "the log-in as cis was refused" in str(outcome.verdict)
