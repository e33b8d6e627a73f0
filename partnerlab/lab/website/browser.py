"""An agent's browser at its page on our side's website: logs in by the form, uploads, reads the list, downloads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

import requests

from partnerlab.errors import InputError
from partnerlab.lab.channels.in_process_http import Wsgi, call, session

_HOST = "web.lab"


class PageRefused(InputError):
    """The page did not let an agent in, or did not take its file."""


class Browser:
    """Uses one page without a network, for page and agent are both the lab's."""

    def __init__(self, app: Wsgi, partner: str, password: str) -> None:
        self._app, self._partner, self._password = app, partner, password
        self._home = f"http://{_HOST}/{partner}/"
        self._session = session({_HOST.removesuffix(".lab"): app})

    def log_in(self) -> None:
        form = {"user": self._partner, "password": self._password}
        self._want(self._session.post(f"{self._home}log-in", form), "files")

    def upload(self, name: str, data: bytes) -> None:
        self.log_in()
        self._want(self._session.post(f"{self._home}upload", files={"file": (name, data)}), "files")

    def break_off(self, name: str, data: bytes) -> None:
        """Begin an upload, and hang up half-way."""
        self.log_in()
        request = requests.Request("POST", f"{self._home}upload", files={"file": (name, data)})
        prepared = self._session.prepare_request(request)
        assert isinstance(prepared.body, bytes)
        half, headers = prepared.body[: len(prepared.body) // 2], dict(prepared.headers)
        whole: Mapping[str, Any] = {"CONTENT_LENGTH": str(len(prepared.body))}
        call(self._app, "POST", f"/{self._partner}/upload", "", headers, half, **whole)

    def download(self, name: str) -> bytes:
        """The newest file of that name that was not taken yet, which is marked as taken."""
        self.log_in()
        listed = _Listed()
        listed.feed(self._want(self._session.get(self._home), "files").text)
        address = next((link for found, link in reversed(listed.new) if found == name), None)
        if address is None:
            raise FileNotFoundError(f"{name} is not on the page of {self._partner}")
        found = self._session.get(f"http://{_HOST}{address}")
        self._session.post(f"http://{_HOST}{address}/taken")
        return found.content

    def _want(self, answer: requests.Response, what: str) -> requests.Response:
        """An answer that shows the list; anything else says why not."""
        if refusal := page_refusal(answer, what):
            raise PageRefused(f"the page of {self._partner}: {refusal}")
        return answer


def page_refusal(answer: requests.Response, what: str = "files") -> str | None:
    """Why an answer is not the page that has this element; None if it is."""
    if answer.status_code < 400 and f'id="{what}"' in answer.text:
        return None
    notice = re.search(r'role="alert">([^<]*)<', answer.text)
    return f"{answer.status_code}: {notice[1] if notice else 'another page came'}"


class _Listed(HTMLParser):
    """Name and address of the listed files that our side left and that are not fetched yet."""

    def __init__(self) -> None:
        super().__init__()
        self.new: list[tuple[str, str]] = []
        self._wanted, self._address = False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "tr":
            self._wanted = {"outgoing", "new"} <= set(given.get("class", "").split())
        self._address = given.get("href", "") if tag == "a" and self._wanted else ""

    def handle_data(self, data: str) -> None:
        if self._address:
            self.new.append((data, self._address))
            self._address = ""
