"""Web pages on which files come and go: ours, where an agent leaves them, or the agent's own. We log in either way.

A page tells little by its status: a session that ended and a wrong password may both end at the log-in form with
status 200, and so may a download. So an answer is taken for what it holds: the list, a file that is an attachment, or
the form. A file may stand in the list before it is whole. It is taken when it is as long as the list says, and the
list says the same once more after the download.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin

import requests

from reference.common.file_channels.channel import (
    OutgoingFile,
    Place,
    PlaceUnavailable,
    WaitingFile,
)
from reference.common.file_channels.web_page import ListedFile, ReceivedPage, read_page

_INCOMING, _NEW = "incoming", "new"
_Files = Mapping[str, tuple[str, bytes, str]]


@dataclass(frozen=True, slots=True)
class WebLogin:
    """Our user name and password at one page."""

    user: str
    password: str


class WebsiteChannel:
    """All pages with our log-ins, by address. `session` is how this installation calls out."""

    def __init__(self, logins: Mapping[str, WebLogin], session: requests.Session, timeout: float) -> None:
        self._logins, self._session, self._timeout = logins, session, timeout

    @property
    def address(self) -> str:
        return "web"

    @contextmanager
    def open(self) -> Iterator[WebsiteSession]:
        yield WebsiteSession(self._logins, self._session, self._timeout)


class WebsiteSession:
    """The pages during one visit; each is logged in to when it is first needed."""

    def __init__(self, logins: Mapping[str, WebLogin], session: requests.Session, timeout: float) -> None:
        self._logins, self._calls, self._timeout = logins, session, timeout
        self._open: dict[str, PageSession] = {}

    def waiting(self, place: Place) -> list[WaitingFile]:
        """The new files that are whole, already downloaded: only so is it known that they are."""
        return self._page(place.home).download_new(place.suffix)

    def fetch(self, place: Place, file: WaitingFile) -> bytes:
        return self._page(place.home).downloaded[file.key]

    def put(self, home: str, file: OutgoingFile) -> None:
        self._page(home).upload(file)

    def put_away(self, place: Place, file: WaitingFile, folder: str) -> None:
        self._page(place.home).mark_taken(file.key)

    def _page(self, home: str) -> PageSession:
        if home not in self._open:
            calls = requests.Session()
            calls.trust_env, calls.adapters = (
                self._calls.trust_env,
                self._calls.adapters,
            )  # its way, but its own cookies
            self._open[home] = PageSession(home, self._logins[home], calls, self._timeout)
        return self._open[home]


class PageSession:
    """One page while we are logged in there. A session that has ended is begun anew, once for each request."""

    def __init__(self, home: str, login: WebLogin, calls: requests.Session, timeout: float) -> None:
        self._home, self._login, self._calls, self._timeout = home, login, calls, timeout
        self._logged_in = False
        self.downloaded: dict[str, bytes] = {}

    def download_new(self, suffix: str) -> list[WaitingFile]:
        listed = [file for file in self._list() if file.name.endswith(suffix)]
        for file in listed:
            self.downloaded[file.address] = self._download(file)
        unchanged = set(self._list()) if listed else set()
        whole = [f for f in listed if f in unchanged and f.size == len(self.downloaded[f.address])]
        return [WaitingFile(file.name, file.address) for file in whole]

    def upload(self, file: OutgoingFile) -> None:
        files = {"file": (file.name, file.data, "application/octet-stream")}
        answer = self._request("POST", "upload", files=files)
        if not answer.is_list:
            raise PlaceUnavailable(f"{file.name} was not taken: {answer.status} {answer.notice or 'without a reason'}")

    def mark_taken(self, address: str) -> None:
        if not self._request("POST", f"{address}/taken").is_list:
            raise PlaceUnavailable("a file could not be marked as taken")

    def _list(self) -> list[ListedFile]:
        """The new files for us, in the order of the page."""
        answer = self._request("GET", "")
        if not answer.is_list:
            raise PlaceUnavailable(f"no list of files came: {answer.status} {answer.notice or 'another page'}")
        return [file for file in answer.files if {_INCOMING, _NEW} <= file.marks]

    def _download(self, file: ListedFile) -> bytes:
        answer = self._request("GET", file.address)
        if answer.attachment is None:
            raise PlaceUnavailable(f"instead of {file.name} another page came: {answer.status}")
        return answer.attachment

    def _request(
        self, method: str, path: str, files: Mapping[str, tuple[str, bytes, str]] | None = None
    ) -> ReceivedPage:
        """Send a request; if the log-in form comes back, log in and send it again."""
        if not self._logged_in:
            self._log_in()
        answer = self._call(method, path, files=files)
        if answer.is_form:
            self._log_in()
            answer = self._call(method, path, files=files)
        if answer.is_form:
            raise PlaceUnavailable("the log-in form came again and again, though we are logged in")
        return answer

    def _log_in(self) -> None:
        """Once, and never again with a password that was refused: that could lock the account."""
        answer = self._call("POST", "log-in", data={"user": self._login.user, "password": self._login.password})
        if not answer.is_list:
            raise PlaceUnavailable(f"the log-in as {self._login.user} was refused: {answer.notice or answer.status}")
        self._logged_in = True

    def _call(
        self, method: str, path: str, data: Mapping[str, str] | None = None, files: _Files | None = None
    ) -> ReceivedPage:  # fmt: skip
        try:
            url = urljoin(self._home, path)
            answer = self._calls.request(method, url, data=data, files=files, timeout=self._timeout)
        except requests.RequestException as failure:
            raise PlaceUnavailable(f"{type(failure).__name__}: {failure}") from failure
        return read_page(answer)
