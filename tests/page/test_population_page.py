"""The population on the page: page by page, and one of each kind in every register side by side."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import Client

from partnerlab.lab.lab import Lab

KINDS = {"person": "บุคคล", "house": "บ้าน", "company": "นิติบุคคล", "account": "บัญชีผู้ใช้น้ำ", "parcel": "แปลงที่ดิน"}


def test_the_population_is_leafed_through(browser: Client) -> None:
    first = browser.get("/__page/population?kind=house").text
    found = re.findall(r'data-entity="house/(\d+)"', first)
    assert found == [str(number) for number in range(50)]
    following = re.search(r'id="next" rel="next" href="([^"]+)"', first)
    assert following
    second = browser.get("/__page/population" + following[1].replace("&amp;", "&")).text
    assert re.findall(r'data-entity="house/(\d+)"', second)[0] == "50" and 'id="previous"' in second


def test_a_number_and_an_identifier_lead_to_who_is_meant(browser: Client, lab: Lab) -> None:
    by_number = browser.get("/__page/population?kind=person&find=41")
    assert by_number.headers["Location"] == "/__page/population/person/41"
    pid = lab.world.person(41).pid
    by_pid = browser.get(f"/__page/population?kind=house&find={pid}&personal=shown")
    assert by_pid.headers["Location"] == "/__page/population/person/41?personal=shown"


@pytest.mark.parametrize("kind", KINDS)
def test_one_of_each_kind_in_both_languages(browser: Client, lab: Lab, kind: str) -> None:
    for language, word in (("en", kind.title()), ("th", KINDS[kind])):
        browser.get(f"/__page/language/{language}")
        page = browser.get(f"/__page/population/{kind}/41").text
        assert f"<h1>{word} 41</h1>" in page
        assert "data-register=" in page and "data-fact=" in page


def test_it_is_covered_unless_asked_for(browser: Client, lab: Lab) -> None:
    person = lab.world.person(41)
    for address in ("/__page/population/person/41", "/__page/population?kind=person&from=41"):
        covered = browser.get(address).text
        assert person.pid not in covered and person.last_name not in covered
        shown = browser.get(f"{address}{'&' if '?' in address else '?'}personal=shown").text
        assert person.pid in shown and person.last_name in shown


def test_registers_stand_side_by_side_and_what_differs_is_marked(browser: Client) -> None:
    before = browser.get("/__page/population/person/41").text
    assert "data-differs" not in before
    row = re.search(r'<tr data-fact="pid">.*?</tr>', before, re.DOTALL)
    assert row and row[0].count("•") > 2 and row[0].count("<td") == before.count("data-register=") + 1
    data = {"state": "the person is dead", "of": "person", "number": "41"}
    browser.post("/__page/partners/dopa_linkage/states", data=data)
    after = browser.get("/__page/population/person/41").text
    assert after.count('data-differs="true"') >= 2 and "≠" in after
    browser.get("/__page/language/th")
    assert "ต่างกัน" in browser.get("/__page/population/person/41").text


def test_who_does_not_exist_is_told(browser: Client) -> None:
    assert browser.get("/__page/population/person/99999999999").status_code >= 400
    assert browser.get("/__page/population/dragon/1").status_code == 400
