"""The files on the page: every channel, one file under a ruler, covered unless asked for."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import Client

from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.lab import Lab

AGENTS = {"truemoney_offline": "sftp", "mea_offline": "mail", "mpay_offline": "web"}
PART = {"HX-Request": "true"}


@pytest.fixture
def references(lab: Lab) -> list[str]:
    """Every agent has left a file with a payment; the references that are in them."""
    payment = {"reference": "1612345678", "invoice": "691000000001", "amount": 10_000, "name": "สมหญิง แก้วใส"}
    for agent in AGENTS:
        send(lab, agent, "payment_file", {"payments": [payment]}, [])
    return ["1612345678", "691000000001"]


def rows(text: str) -> set[tuple[str, str]]:
    return set(re.findall(r'data-channel="(\w+)" data-party="(\w+)"', text))


def test_the_files_of_every_channel_in_both_languages(browser: Client, references: list[str]) -> None:
    for language, name in (("en", "Mailbox"), ("th", "กล่องอีเมล")):
        browser.get(f"/__page/language/{language}")
        page = browser.get("/__page/files").text
        assert {channel for channel, _ in rows(page)} == set(AGENTS.values()) and name in page
    assert {channel for channel, _ in rows(browser.get("/__page/files/rows?channel=mail").text)} == {"mail"}
    part = browser.get("/__page/files/rows", headers=PART).text
    again = re.search(r'hx-get="([^"]+)"', part)
    assert again and browser.get(again[1], headers=PART).status_code == 204


def test_nothing_lies_anywhere_at_first(browser: Client) -> None:
    assert 'id="nothing"' in browser.get("/__page/files").text


def test_a_file_is_covered_unless_asked_for(browser: Client, references: list[str]) -> None:
    for found in re.findall(r'data-file="(\w+)"', browser.get("/__page/files").text):
        covered = browser.get(f"/__page/files/{found}").text
        assert 'class="record"' in covered and 'id="uncover"' in covered
        assert not [reference for reference in references if reference in covered]
        shown = browser.get(f"/__page/files/{found}?personal=shown", headers=PART).text
        assert [reference for reference in references if reference in shown] and "<html" not in shown
    assert browser.get("/__page/files/0123456789abcdef").status_code == 404
