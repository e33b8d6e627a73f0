"""The page in a real browser: what only its scripts can show. Skipped where there is no Chromium."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from partnerlab.report.html.page import from_events
from tests.patience import PATIENCE
from tests.report.reading import Node, read
from tests.report.stream import connection_trouble, files
from tests.report.stream.run import whole
from tests.report.stream.telling import Story, message, moment, reply, text
from tests.report.test_escape import hostile

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="no Chromium here")]
QUIET = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def opened(page: str, address: str, home: Path) -> Node:
    """The page after its scripts ran, opened from disk at an address such as `?lang=th#scenario/exchange-1`."""
    file = home / "report.html"
    file.write_text(page, encoding="utf-8", errors="replace")
    command = [str(BROWSER), "--headless", f"--user-data-dir={home / 'profile'}", *QUIET, "--virtual-time-budget=2000"]
    command += ["--no-sandbox"] if os.geteuid() == 0 else []
    done = subprocess.run([*command, "--dump-dom", f"{file.as_uri()}{address}"], capture_output=True, timeout=PATIENCE)
    return read(re.sub(r"(?is)<!doctype[^>]*>", "", done.stdout.decode()))


def test_an_address_opens_the_exchange_with_findings_at_their_place(tmp_path: Path) -> None:
    story = connection_trouble.register_breaks_its_contract()
    page = opened(from_events(whole([story])), f"?lang=th#{story[0]['scenario']}/exchange-2", tmp_path)
    assert page.one("html").attributes["lang"] == "th"
    assert "open" in page.one("details").attributes
    reader = page.one("aside")
    assert "hidden" not in reader.attributes
    assert "ปิดบังข้อมูลส่วนบุคคล 5 จุด" in reader.text("th")
    hurt = [node.text() for node in reader.all("div", "hurt")]
    assert [line.split(":")[0].strip() for line in hurt] == ['"dateOfBirth"', '"religion"']
    flaws = [node.text("en") for node in reader.all("div", "flaw")]
    assert flaws[0].startswith("checksum") and "Expected" in flaws[1] and "Seen" in flaws[1]
    chosen = [node.attributes["href"] for node in page.all("a", "chosen")]
    assert chosen == [f"#{story[0]['scenario']}/exchange-2"] * 2


def test_a_scenario_that_waits_is_drawn_when_its_address_is_opened(tmp_path: Path) -> None:
    story = files.file_is_posted()
    events, anchor = whole([story]), story[0]["scenario"]
    drawn = read(from_events(events)).one("div", "inside")
    for address, is_drawn in (("", False), (f"#{anchor}", True), (f"#{anchor}/exchange-1", True)):
        page = opened(from_events(events, many=0), address, tmp_path)
        inside = page.one("div", "inside")
        assert inside.text().split() == (drawn.text().split() if is_drawn else [])
        assert bool(inside.all("a", "chosen")) == address.endswith("-1")


def test_a_record_file_lies_under_a_ruler_with_its_flaw_marked_byte_by_byte(tmp_path: Path) -> None:
    story = files.trailer_is_wrong()
    reader = opened(from_events(whole([story])), f"#{story[0]['scenario']}/exchange-1", tmp_path).one("aside")
    assert [node.text() for node in reader.all("span", "cut")] == ["000000115.79 ", "0000000034637"]
    assert reader.one("div", "ruler").text().startswith("        10        20")
    thai = next(node for node in reader.all("span", "run") if node.text().startswith("การประปา"))
    assert thai.attributes["style"].replace(" ", "").strip(";") == f"width:{len('การประปานครหลวง')}ch"
    assert all(node.text() == "CR LF" for node in reader.all("span", "eol"))


def test_json_is_laid_out_without_being_changed(tmp_path: Path) -> None:
    body = '{"amount":100.10,"id":12345678901234567890,"a":1,"a":2,"name":"\\u0e19\\u0e49\\u0e33",'
    body += '"none":[],"deep":[{"x":null}]}'
    story = Story("s", text("s", "s"), moment(23, "09:00"), [], "biz_portal", "cis")
    with story.step("sends", "s", "s"):
        story.plain("biz_portal", "cis", "new", moment(23, "09:00"), message("POST /", body), reply(200, "not json"))
    reader = opened(from_events(whole([story.end()])), "#s/exchange-1", tmp_path).one("aside")
    told = "".join(node.text() for node in reader.all("div", "j"))
    assert (
        told
        == '{"amount": 100.10,"id": 12345678901234567890,"a": 1,"a": 2,"name": "น้ำ","none": [],"deep": [{"x": null}]}'
    )
    assert reader.one("div", "raw").text() == "not json"


def test_a_hostile_body_is_only_text(tmp_path: Path) -> None:
    page = opened(from_events(hostile()), "#evil/it-s-a-b-trap/exchange-1", tmp_path)
    reader = page.one("aside")
    assert "<img src=x onerror=" in reader.text() and "U+001B" in reader.text()
    assert not page.all("img") and page.one("head").one("title").text() != "owned"
