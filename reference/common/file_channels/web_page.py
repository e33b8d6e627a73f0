"""What a page with files holds: the list, a file as an attachment, the log-in form, or a notice."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import requests

_LIST, _FORM, _NOTICE = "files", "log-in", "notice"


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A row of the list. `marks` are its direction and its state, `address` is the file's own."""

    name: str
    address: str
    size: int
    since: str
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    """An answer, taken for what it holds."""

    status: int
    attachment: bytes | None = None
    is_list: bool = False
    is_form: bool = False
    notice: str = ""
    files: list[ListedFile] = field(default_factory=list)


def read_page(answer: requests.Response) -> ReceivedPage:
    """What a website answered: a file if its header says that it is an attachment, else a page."""
    if answer.status_code == 200 and answer.headers.get("Content-Disposition", "").startswith("attachment"):
        return ReceivedPage(answer.status_code, attachment=answer.content)
    page = _Page()
    page.feed(answer.content.decode("utf-8", "replace"))
    is_list = answer.status_code == 200 and _LIST in page.ids
    return ReceivedPage(answer.status_code, None, is_list, _FORM in page.ids, page.notice.strip(), page.files())


class _Page(HTMLParser):
    """Rows of class `file` with a cell for each of name, size and since; the text of a notice; all ids."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.notice = ""
        self._rows: list[tuple[str, dict[str, str]]] = []
        self._into = ""

    def files(self) -> list[ListedFile]:
        return [
            ListedFile(row["name"].strip(), row["href"], int(row["size"]), row["since"], frozenset(marks.split()))
            for marks, row in self._rows
            if row["href"] and row["size"].strip().isdecimal()
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        self.ids |= {given["id"]} if "id" in given else set()
        if tag == "tr":
            self._into = ""
            if "file" in classes:
                self._rows.append((given["class"], {"name": "", "href": "", "size": "", "since": ""}))
        elif tag == "td":
            self._into = next((name for name in ("name", "size", "since") if name in classes), "")
        elif tag == "a" and self._into == "name":
            self._rows[-1][1]["href"] = given.get("href", "")
        elif tag == "p":
            self._into = _NOTICE if _NOTICE in classes else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "p"):
            self._into = ""

    def handle_data(self, data: str) -> None:
        if self._into == _NOTICE:
            self.notice += data
        elif self._into and self._rows:
            self._rows[-1][1][self._into] += data
