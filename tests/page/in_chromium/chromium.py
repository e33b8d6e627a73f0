"""Chromium of this system, without a screen and without any network but this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserType, ConsoleMessage, Page, Request, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")

_OPTIONS = [
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


class NoChromium(Exception):
    """There is none on this system; says how to get one."""


def program() -> str:
    """Where it is installed."""
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if found is None:
        raise NoChromium("no chromium on the PATH: apt-get install chromium")
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser, until it is no longer needed."""
    with sync_playwright() as playwright:
        opened = launch(playwright.chromium)
        try:
            yield opened
        finally:
            opened.close()


def launch(kind: BrowserType, *options: str) -> Browser:
    """Start it with further options; root has to do without the sandbox."""
    options = (*_OPTIONS, *(["--no-sandbox"] if os.getuid() == 0 else []), *options)
    return kind.launch(executable_path=program(), args=options)


class Watch:
    """What goes wrong behind a page: errors of scripts, complaints on the console, requests to anywhere else."""

    def __init__(self, page: Page, home: str) -> None:
        self._page, self._home = page, home
        self.problems: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"console: {message.text} ({message.location['url']})")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self._home}/", "data:")):
            self.problems.append(f"request: {request.url}")

    def forgive(self, word: str) -> None:
        """A problem that was to be expected, and comes, for a refusal stands on the console."""
        for _ in range(200):  # it may come after the page
            if expected := [problem for problem in self.problems if word in problem]:
                self.problems = [problem for problem in self.problems if problem not in expected]
                return
            self._page.wait_for_timeout(20)
        raise AssertionError(f"nothing with '{word}' has gone wrong, only {self.problems}")
