"""Web pages with files, ours and the partners': the form, the list, uploads and downloads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import requests

from partnerlab.errors import InputError
from partnerlab.lab.channels.channel import FileArrival, FileInTransit, FileParties, Reception
from partnerlab.lab.channels.in_process_http import session
from partnerlab.lab.channels.web_channel import WebChannel, open_channel
from partnerlab.lab.website.browser import Browser, PageRefused
from partnerlab.lab.website.site import LARGEST
from reference.common.file_channels.channel import ChannelUnavailable, Handled, OutgoingFile, Place, put, visit
from reference.common.file_channels.website import WebLogin, WebsiteChannel

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=7)))
FILE = FileInTransit("a.txt", "น้ำ\r\n".encode("cp874"))
OURS, THEIRS = "shop", "wallet"
"""An agent that comes to our page, and one that has its own."""


@dataclass
class Faults:
    """What strikes our side: each step once, and every upload."""

    steps: list[str] = field(default_factory=list)
    reception: Reception | None = None

    def hinder(self, partner: str, step: str, name: str) -> bool:
        if step not in self.steps:
            return False
        self.steps.remove(step)
        return True

    def strike(self, partner: str, name: str) -> Reception | None:
        return self.reception


@pytest.fixture
def faults() -> Faults:
    return Faults()


def parties(faults: Faults, **more: Any) -> FileParties:
    return FileParties(
        {OURS: "cis", THEIRS: "rwc"}, ("cis", "rwc"), lambda user, name: f"{user} {name}",
        lambda user, name: name.encode(), faults.strike, lambda: NOW,
        agreed={OURS: {"kind": "web"}, THEIRS: {"kind": "web", "web": "theirs"}}, hinder=faults.hinder, **more,
    )  # fmt: skip


@pytest.fixture
def web(faults: Faults) -> Iterator[WebChannel]:
    made = open_channel(parties(faults, apps={}))
    yield made
    made.close()


def arrivals(web: WebChannel) -> list[FileArrival]:
    found = []
    while arrival := web.next_arrival():
        found.append(arrival)
    return found


def our_side(web: WebChannel, calls: requests.Session | None = None, password: str | None = None) -> WebsiteChannel:
    """The reference's client with what our side is told."""
    told = web.variables()
    logins = {
        told[f"{name}_WEB_PAGE"]: WebLogin(told[f"{name}_WEB_USER"], password or told[f"{name}_WEB_PASSWORD"])
        for name in (OURS.upper(), THEIRS.upper())
    }
    return WebsiteChannel(logins, calls or session({"web": web.site}), 5)


def place(web: WebChannel, partner: str) -> Place:
    return Place(partner, web.variables()[f"{partner.upper()}_WEB_PAGE"], ".txt")


def taken(web: WebChannel, partner: str, channel: WebsiteChannel | None = None, answers: bool = False) -> list[Any]:
    """What one visit of our side finds at a page, each answered if that is wanted."""
    found: list[tuple[str, bytes]] = []

    def handle(partner: str, name: str, data: bytes) -> Handled:
        found.append((name, data))
        return Handled(answer=OutgoingFile(f"RESULT_{name}", b"done") if answers else None)

    visit(channel or our_side(web), [place(web, partner)], handle)
    return found


@pytest.mark.parametrize("partner", [OURS, THEIRS])
def test_a_file_and_its_answer_pass_the_page_byte_for_byte(web: WebChannel, partner: str) -> None:
    web.put(partner, FILE)
    assert arrivals(web) == [FileArrival(partner, "incoming", "a.txt")]
    assert taken(web, partner, answers=True) == [("a.txt", FILE.data)]
    (answer,) = arrivals(web)
    assert (answer, answer.findings, web.read(answer)) == (
        FileArrival(partner, "outgoing", "RESULT_a.txt"),
        (),
        b"done",
    )
    assert taken(web, partner) == [], "what was taken is not taken again"


def test_an_agent_sees_the_state_of_each_file_and_downloads_the_answer_once(web: WebChannel) -> None:
    web.put(OURS, FILE)
    assert states(web, OURS) == {"a.txt": "ยังไม่รับ / new"}
    taken(web, OURS, answers=True)
    assert states(web, OURS) == {"a.txt": "รับแล้ว / taken", "RESULT_a.txt": "ยังไม่รับ / new"}
    browser = Browser(web.site, OURS, web.login(OURS)["password"])
    assert browser.download("RESULT_a.txt") == b"done"
    with pytest.raises(FileNotFoundError):
        browser.download("RESULT_a.txt")
    with pytest.raises(FileNotFoundError):
        browser.download("a.txt")


def states(web: WebChannel, user: str) -> dict[str, str]:
    page = logged_in(web, user).get(f"http://web.lab/{user}/").text
    return dict(re.findall(r'files/[0-9]+">([^<]+)</a>.*?class="state">([^<\n]+)', page, re.S))


def logged_in(web: WebChannel, user: str, password: str | None = None) -> requests.Session:
    browser, login = session({"web": web.site}), web.login(user)
    browser.post(f"{login['url']}log-in", {"user": user, "password": password or login["password"]})
    return browser


def test_a_thai_name_passes(web: WebChannel) -> None:
    web.put(OURS, FileInTransit("รายการ.txt", b"x"))
    assert taken(web, OURS) == [("รายการ.txt", b"x")]


@pytest.mark.parametrize("path", ["", "files/1", "upload", "files/1/taken"])
def test_nobody_gets_in_without_the_form(web: WebChannel, path: str) -> None:
    web.put(OURS, FILE)
    verb = "POST" if path.endswith(("upload", "taken")) else "GET"
    for stranger in (session({"web": web.site}), logged_in(web, OURS, "guess")):
        answer = stranger.request(verb, f"http://web.lab/{OURS}/{path}")
        assert (answer.status_code, 'id="log-in"' in answer.text) == (200, True)
        assert [reply.status_code for reply in answer.history] == [302]
    assert taken(web, OURS) == [("a.txt", FILE.data)]


def test_a_session_opens_one_page_only(web: WebChannel) -> None:
    browser = logged_in(web, OURS)
    cookie = browser.cookies["session"]
    foreign = session({"web": web.site}).get(f"http://web.lab/{THEIRS}/", cookies={"session": cookie})
    assert 'id="log-in"' in foreign.text
    assert 'id="files"' in browser.get(f"http://web.lab/{OURS}/").text
    browser.post(f"http://web.lab/{OURS}/log-out")
    assert 'id="log-in"' in browser.get(f"http://web.lab/{OURS}/", cookies={"session": cookie}).text


def test_there_is_no_page_of_a_stranger_and_no_file_of_another_number(web: WebChannel) -> None:
    web.put(THEIRS, FILE)
    browser = logged_in(web, OURS)
    assert browser.get("http://web.lab/moon/").status_code == 404
    assert browser.get(f"http://web.lab/{OURS}/files/1").status_code == 404, "it is on another page"
    assert browser.post(f"http://web.lab/{OURS}/files/1/taken").status_code == 404


def test_only_the_receiver_marks_a_file_as_taken(web: WebChannel) -> None:
    web.put(OURS, FILE)
    assert logged_in(web, OURS).post(f"http://web.lab/{OURS}/files/1/taken").status_code == 404
    assert taken(web, OURS) == [("a.txt", FILE.data)]


def test_half_an_upload_never_exists(web: WebChannel) -> None:
    for partner in (OURS, THEIRS):
        web.put(partner, FileInTransit("a.txt", b"x" * 100_000, whole=False))
        assert taken(web, partner) == []
    assert arrivals(web) == []


def test_an_agent_is_told_why_its_upload_is_refused(web: WebChannel) -> None:
    with pytest.raises(PageRefused, match="413"):
        web.put(OURS, FileInTransit("a.txt", b"x" * (LARGEST + 1)))
    with pytest.raises(PageRefused, match="400: ไม่มีไฟล์"):
        web.put(OURS, FileInTransit("a\x07.txt", b"x"))
    with pytest.raises(PageRefused, match="Wrong user or password"):
        Browser(web.site, OURS, "guess").upload("a.txt", b"x")
    assert arrivals(web) == []


def test_a_delivery_that_pages_do_not_know_is_refused(web: WebChannel) -> None:
    with pytest.raises(InputError, match="cannot be delivered with: \\['by_pigeon'\\]"):
        web.put(OURS, FileInTransit("a.txt", b"x", delivery={"by_pigeon": True}))


@pytest.mark.parametrize("partner", [OURS, THEIRS])
@pytest.mark.parametrize("visits", [1, 2])
def test_a_file_is_taken_once_it_has_stopped_growing(web: WebChannel, partner: str, visits: int) -> None:
    data = b"0123456789" * 10
    web.put(partner, FileInTransit("a.txt", data, delivery={"growing": visits}))
    web.put(partner, FileInTransit("b.txt", b"whole"))
    found = [taken(web, partner) for _ in range(visits + 1)]
    assert found == [[("b.txt", b"whole")], *[[]] * (visits - 1), [("a.txt", data)]]


def test_a_session_that_ends_is_begun_anew_at_every_step(web: WebChannel, faults: Faults) -> None:
    web.put(OURS, FILE)
    faults.steps = ["page"]
    assert taken(web, OURS, answers=True) == [("a.txt", FILE.data)]
    assert [arrival.name for arrival in arrivals(web)] == ["a.txt", "RESULT_a.txt"]
    assert faults.steps == []


def test_a_log_in_page_instead_of_the_file_is_asked_again_once(web: WebChannel, faults: Faults) -> None:
    web.put(THEIRS, FILE)
    faults.steps = ["download", "download"]
    with pytest.raises(ChannelUnavailable, match="the log-in form came again and again"):
        taken(web, THEIRS)
    faults.steps = ["download"]
    assert taken(web, THEIRS) == [("a.txt", FILE.data)]


def test_a_refused_password_is_tried_once_and_is_no_finding_against_us(web: WebChannel, faults: Faults) -> None:
    web.put(THEIRS, FILE)
    arrivals(web)
    faults.steps = ["log_in", "log_in"]
    with pytest.raises(ChannelUnavailable, match=r"the log-in as rwc was refused: .*Wrong user or password"):
        taken(web, THEIRS)
    assert faults.steps == ["log_in"], "trying again could lock the account"
    assert arrivals(web) == []


def test_a_wrong_password_of_ours_is_a_finding(web: WebChannel) -> None:
    with pytest.raises(ChannelUnavailable, match="the log-in as rwc was refused"):
        taken(web, THEIRS, our_side(web, password="guess"))
    (arrival,) = arrivals(web)
    assert (arrival.partner, arrival.name, arrival.incoming) == (THEIRS, "", False)
    assert [finding.rule for finding in arrival.findings] == ["agreed password"]


def test_an_upload_over_the_limit_is_refused_and_arrives_as_a_lost_one(web: WebChannel, faults: Faults) -> None:
    faults.reception = Reception("over_limit", "413 too large")
    with pytest.raises(ChannelUnavailable, match=r"a\.txt was not taken: 413 too large"):
        put(our_side(web), place(web, THEIRS).home, OutgoingFile("a.txt", b"x"))
    (arrival,) = arrivals(web)
    assert (arrival.lost, arrival.faults, web.files()) == (True, ("over_limit",), {})


def test_files_come_back_with_their_state_and_later_ones_go(web: WebChannel) -> None:
    web.put(OURS, FILE)
    taken(web, OURS)
    web.put(OURS, FileInTransit("b.txt", b"b" * 10, delivery={"growing": 1}))
    kept = web.files()
    web.reset()
    assert (web.files(), web.arrived, taken(web, OURS)) == ({}, False, [])
    web.restore(kept)
    assert web.files() == kept
    assert [taken(web, OURS), taken(web, OURS)] == [[], [("b.txt", b"b" * 10)]]


def test_a_reset_ends_all_sessions(web: WebChannel) -> None:
    browser = logged_in(web, OURS)
    web.reset()
    assert 'id="log-in"' in browser.get(f"http://web.lab/{OURS}/").text


def test_our_side_is_told_page_and_log_in(web: WebChannel) -> None:
    assert web.variables() == {
        "SHOP_WEB_PAGE": "http://web.lab/shop/",
        "SHOP_WEB_USER": "cis",
        "SHOP_WEB_PASSWORD": "shop web_password",
        "WALLET_WEB_PAGE": "http://web.lab/wallet/",
        "WALLET_WEB_USER": "rwc",
        "WALLET_WEB_PASSWORD": "wallet web_password",
    }
    assert web.variables(81)["SHOP_WEB_PAGE"] == "http://127.0.0.1:81/shop/"
    assert web.login(OURS)["password"] == "shop web_own_password"


def test_the_same_over_a_socket(faults: Faults) -> None:
    web = open_channel(parties(faults))
    try:
        web.put(OURS, FILE)
        assert web.url.startswith("http://127.0.0.1:")
        assert taken(web, OURS, our_side(web, requests.Session()), answers=True) == [("a.txt", FILE.data)]
    finally:
        web.close()


def test_a_name_that_says_more_than_a_name_is_cut(web: WebChannel) -> None:
    browser = logged_in(web, OURS)
    browser.post(f"http://web.lab/{OURS}/upload", files={"file": ("..\\c:/../x.txt", b"1")})
    assert taken(web, OURS) == [("x.txt", b"1")]
