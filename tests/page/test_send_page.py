"""A form for each operation: as it stands it sends its sample, and what came of it is shown."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from werkzeug.test import Client

from partnerlab.lab.lab import Lab
from partnerlab.lab.system_under_test import System
from partnerlab.page.typed_words import typed_words
from tests.page.conftest import Answering

PART = {"HX-Request": "true"}


class Forms(HTMLParser):
    """What a browser would send of each form of a page, by the form's id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, dict[str, str]] = {}
        self._form = self._area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = facts.get("id", "")
            self.sent[self._form] = {}
        elif tag == "input" and "name" in facts:
            self.sent[self._form][facts["name"]] = facts.get("value", "")
        elif tag == "textarea":
            self._area = facts["name"]
            self.sent[self._form][self._area] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._form][self._area] += data


def samples(browser: Client, partner: str) -> dict[str, Any]:
    told = browser.get(f"/__lab/partners/{partner}/forms").json
    return {form["operation"]: form["sample"] or {} for form in told["forms"]} if told else {}


def test_each_form_of_each_partner_is_filled_in_with_its_sample(browser: Client, lab: Lab) -> None:
    count = 0
    for partner in lab.kit.partners.values():
        page = Forms(browser.get(f"/__page/partners/{partner.name}/send").text)
        for operation, sample in samples(browser, partner.name).items():
            assert typed_words(page.sent[f"send-{operation}"]) == sample, f"{partner.name}.{operation}"
            count += 1
    assert count == sum(len(partner.sends) for partner in lab.kit.partners.values()) > 0


def test_every_sender_is_listed_in_both_languages(browser: Client, lab: Lab) -> None:
    for language, title in (("en", "Let a partner send"), ("th", "ให้หน่วยงานส่งข้อมูล")):
        browser.get(f"/__page/language/{language}")
        page = browser.get("/__page/send").text
        assert title in page
        assert page.count("data-sender=") == sum(bool(partner.sends) for partner in lab.kit.partners.values())


@pytest.fixture
def answered(lab: Lab) -> None:
    lab.system = System(Answering({"responseCode": "1001", "responseMessage": "<i>x", "transactionId": "1"}), "cis")


def test_a_partner_sends_by_a_click(browser: Client, lab: Lab, answered: None) -> None:
    data = {"operation": "inquiry", "entity.account.account": "1001"}
    sent = browser.post("/__page/partners/big_c_online/send", data=data, headers=PART)
    assert sent.status_code == 200 and sent.headers["HX-Trigger"] == "lab-changed"
    assert 'data-exchange="1"' in sent.text and "&lt;i&gt;x" in sent.text and "<i>x" not in sent.text
    whole = browser.post("/__page/partners/big_c_online/send", data=data)
    assert 'data-exchange="2"' in whole.text and "<html" in whole.text
    assert lab.journal.last == 2


def test_it_arrives_as_the_form_says(browser: Client, lab: Lab, answered: None) -> None:
    data = {"operation": "inquiry", "entity.account.account": "1001"}
    late = data | {"deliver": "late", "deliver_words": "by: 2 hours"}
    assert 'id="pending"' in browser.post("/__page/partners/big_c_online/send", data=late, headers=PART).text
    browser.post("/__page/clock", data={"advance": "by 3 hours"})
    assert lab.journal.last == 1
    twice = browser.post("/__page/partners/big_c_online/send", data=data | {"deliver": "twice"}, headers=PART)
    assert twice.text.count("data-exchange=") == 2


def test_what_cannot_be_sent_is_told(browser: Client) -> None:
    data = {"operation": "inquiry", "entity.account.account": "nobody"}
    refused = browser.post("/__page/partners/big_c_online/send", data=data, headers=PART)
    assert refused.status_code == 400 and refused.headers["HX-Retarget"] == "#notice"
    nowhere = browser.post(
        "/__page/partners/big_c_online/send", data=data | {"entity.account.account": "1001"}, headers=PART
    )
    assert nowhere.status_code >= 400 and "What to do" in nowhere.text
