"""The page of a lab, served on this machine, and a tab of a real browser to look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from partnerlab.control.app import Control
from partnerlab.control.controller import LabController
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.lab import Lab
from partnerlab.page.app import beside_control
from tests.page.in_chromium.chromium import NoChromium, Watch, browser

PATIENCE = 20_000
"""Milliseconds until something on a page is missed: many times what it takes on a machine that is idle."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One for all tests here: while it is open no other test's event loop can run in this thread."""
    try:
        with browser() as opened:
            yield opened
    except NoChromium as reason:
        pytest.skip(f"Chromium: {reason}")


@pytest.fixture
def served(desk: LabController) -> Iterator[str]:
    """The address of the lab's page."""
    server = HttpServer(beside_control(Control(desk)))
    yield server.url
    server.close()


@pytest.fixture
def guarded_page(lab: Lab) -> Iterator[str]:
    """The address of the page of a lab behind a token."""
    server = HttpServer(beside_control(Control(LabController(lab), "s3cret")))
    yield server.url
    server.close()


@pytest.fixture
def open_tab(chromium: Browser) -> Iterator[Callable[..., tuple[Page, Watch]]]:
    """Opens tabs, each of a browser that knows nothing of the others; in the end nothing went wrong in any."""
    opened: list[tuple[Page, Watch]] = []

    def tab(home: str, locale: str = "en-US") -> tuple[Page, Watch]:
        page = chromium.new_context(locale=locale).new_page()
        page.set_default_timeout(PATIENCE)
        opened.append((page, Watch(page, home)))
        return opened[-1]

    yield tab
    for page, _ in opened:
        page.context.close()
    assert [problem for _, watch in opened for problem in watch.problems] == []


@pytest.fixture
def watched(served: str, open_tab: Callable[..., tuple[Page, Watch]]) -> tuple[Page, Watch]:
    """The page as it is first seen, in English, and what goes wrong behind it."""
    page, watch = open_tab(served)
    page.goto(f"{served}/")
    return page, watch


@pytest.fixture
def tab(watched: tuple[Page, Watch]) -> Page:
    return watched[0]
