"""The file checker on the page: a dropped file is judged by its layout and nothing is kept."""

from __future__ import annotations

from io import BytesIO

import pytest
from werkzeug.test import Client

from partnerlab.lab.lab import Lab

PART = {"HX-Request": "true"}
NAME = "MWA_TMN_20261123_01.txt"


@pytest.fixture
def sample(lab: Lab) -> bytes:
    folder = lab.kit.root / "contracts" / "truemoney_offline" / "files"
    return (folder / "payment_file.sample.txt").read_bytes()


def posted(browser: Client, data: bytes, name: str = NAME, **form: str) -> str:
    answer = browser.post("/__page/check", data={"file": (BytesIO(data), name), **form}, headers=PART)
    return answer.text


def test_a_good_file_passes_by_its_name_alone(browser: Client, sample: bytes, lab: Lab) -> None:
    checked = posted(browser, sample)
    assert 'data-checked="pass"' in checked and "truemoney_offline.payment_file" in checked
    assert lab.journal.last == 0
    browser.get("/__page/language/th")
    whole = browser.post("/__page/check", data={"file": (BytesIO(sample), NAME)}).text
    assert "<html" in whole and "ระเบียน" in whole


def test_a_wrong_byte_is_marked_under_a_ruler(browser: Client, sample: bytes) -> None:
    wrong = sample.replace(b"D000003", b"D00000X", 1)
    checked = posted(browser, wrong, layout="truemoney_offline/payment_file", name=NAME)
    assert 'data-checked="fail"' in checked
    assert "<mark>00000X</mark>" in checked and 'class="ruler"' in checked
    assert "<b>sequence</b>" in checked and "line 3, columns 2-7" in checked
    browser.get("/__page/language/th")
    in_thai = posted(browser, wrong, layout="truemoney_offline/payment_file", name=NAME)
    assert "<mark>00000X</mark>" in in_thai and "<b>sequence</b>" not in in_thai and "บรรทัดที่ 3" in in_thai


def test_it_is_covered_unless_asked_for(browser: Client, sample: bytes) -> None:
    name = "นายตัวอย่าง"
    assert name in sample.decode("cp874")
    assert name not in posted(browser, sample) and name in posted(browser, sample, personal="shown")


def test_what_a_file_says_never_runs(browser: Client) -> None:
    attack = b"<script>alert(1)</script>\r\n"
    checked = posted(browser, attack, layout="truemoney_offline/payment_file", personal="shown")
    assert "<script" not in checked and "script&gt;alert(1)&lt;/script&gt;" in checked


def test_a_file_beyond_measure_is_refused_in_words(browser: Client) -> None:
    length = {"CONTENT_LENGTH": "25000001"}
    kind = "multipart/form-data; boundary=x"
    refused = browser.post("/__page/check", data=b"x", content_type=kind, environ_overrides=length, headers=PART)
    assert refused.status_code == 413 and refused.headers["HX-Retarget"] == "#notice"
    assert "the file is too large" in refused.text and "What to do" in refused.text


def test_no_file_and_a_name_that_nobody_knows(browser: Client, sample: bytes) -> None:
    none = browser.post("/__page/check", data={"layout": ""}, headers=PART)
    assert none.status_code == 400 and none.headers["HX-Retarget"] == "#notice"
    assert "choose the layout" in posted(browser, sample, "notes.txt")
    assert "What to do" in posted(browser, sample, layout="truemoney_offline/nothing")
