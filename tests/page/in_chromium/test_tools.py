"""The page in a real browser, further parts: the population, the file checker, a sandbox's list."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from partnerlab.control.controller import LabController
from partnerlab.lab.lab import Lab


def test_a_person_stands_in_every_register_side_by_side(tab: Page, lab: Lab) -> None:
    person = lab.world.person(41)
    tab.click("[data-nav=population]")
    tab.fill("#find", person.pid)
    tab.click("#filter")
    expect(tab.locator("h1")).to_contain_text("41")
    for register in ("dopa_linkage.person", "dopa_linkage.card", "gis.find_address"):
        expect(tab.locator(f"[data-register='{register}']")).to_be_visible()
    assert person.last_name not in tab.content()
    tab.click("#uncover")
    expect(tab.locator("[data-fact=last_name]")).to_contain_text(person.last_name)
    assert tab.locator("[data-differs]").count() == 0
    lab.set_state("dol_land", "the citizen's card is in the reader")
    lab.world.override("person", 41, first_name="สมหมาย")
    tab.reload()
    expect(tab.locator("[data-fact=first_name] [data-differs]")).to_have_text(re.compile("สมหมาย"))
    expect(tab.locator("[data-own='dol_land.land'] [data-differs]").first).to_be_visible()


def test_the_population_is_leafed_through_by_kind(tab: Page, lab: Lab) -> None:
    tab.click("[data-nav=population]")
    tab.select_option("#kind", "company")
    tab.click("#filter")
    tab.click("#next")
    tab.click("#entity-51")
    expect(tab.locator("[data-register='dbd_juristic.profile']")).to_be_visible()


def test_a_file_is_dropped_into_the_checker(tab: Page, lab: Lab, tmp_path: Path) -> None:
    sample = lab.kit.root / "contracts" / "truemoney_offline" / "files" / "payment_file.sample.txt"
    file = tmp_path / "MWA_TMN_20261123_01.txt"
    file.write_bytes(sample.read_bytes().replace(b"D000003", b"D00000X", 1))
    tab.click("[data-nav=check]")
    _drop(tab, "#check", file)
    checked = tab.locator("[data-checked=fail]")
    expect(checked).to_contain_text(file.name)
    expect(checked.locator("mark").first).to_have_text("00000X")
    tab.set_input_files("#file", {"name": file.name, "mimeType": "text/plain", "buffer": sample.read_bytes()})
    tab.click("#check-file")
    expect(tab.locator("[data-checked=pass]")).to_be_visible()
    assert list(lab.journal) == []


def _drop(tab: Page, place: str, file: Path) -> None:
    """As a mouse does that carries a file from another window."""
    box = tab.locator(place).bounding_box()
    assert box
    where = {"x": box["x"] + 10, "y": box["y"] + box["height"] / 2}
    carried = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
    session = tab.context.new_cdp_session(tab)
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "data": carried} | where)


def test_a_list_of_a_sandbox_ticks_itself(tab: Page, desk: LabController, served: str) -> None:
    said = {"en": "Paid exactly", "th": "ชำระพอดี"}
    step = {"name": "pay", "title": said, "advice": said, "state": "awaited", "exchange": None, "miss": None}
    told = {"partner": "big_c_online", "left": 1, "accounts": [], "steps": [step]}
    desk.checklist = lambda shown: told
    tab.goto(f"{served}/__page/checklist")
    expect(tab.locator("[data-step=pay]")).to_have_attribute("data-state", "awaited")
    told |= {"left": 0, "steps": [step | {"state": "done", "exchange": 7}]}
    expect(tab.locator("[data-step=pay]")).to_have_attribute("data-state", "done")
