"""Files by website: each partner has a page, at which the other side logs in by a form.

The page is ours, where an agent uploads and downloads with its browser, or the agent's own (`web: theirs` in its
agreement), where only our side logs in. Our side uses both alike: it reads the list, downloads what is new, uploads the
answer, and marks the file as taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from partnerlab.contract.findings import Finding
from partnerlab.lab.channels.arrivals import Arrivals
from partnerlab.lab.channels.channel import (
    INCOMING,
    OUTGOING,
    FileArrival,
    FileInTransit,
    FileParties,
    StoredFile,
    name_finding,
)
from partnerlab.lab.channels.file_channels import refuse_unknown_delivery
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.website.browser import Browser, PageRefused
from partnerlab.lab.website.shelf import Shelf, ShelvedFile
from partnerlab.lab.website.site import LARGEST, Page, Website

_NAME = "web"
_DELIVERY = ("growing", "refused")


def open_channel(parties: FileParties) -> WebChannel:
    """The website with a page for each of the agents."""
    return WebChannel(parties)


class WebChannel:
    """The pages, and what each side does there."""

    kind = "web"

    def __init__(self, parties: FileParties) -> None:
        self._parties = parties
        self._arrivals = Arrivals(parties.arrived)
        self.shelf = Shelf()
        self.pages = {agent: self._page(agent) for agent in parties.agents}
        self.site = Website(
            self.pages,
            self.shelf,
            self,
            lambda count: parties.digest("", f"web_session_{count}").hex(),
            min(LARGEST, parties.limits.file),
        )
        self._server = None if parties.apps is not None else HttpServer(self.site, parties.host, parties.port)
        if parties.apps is not None:
            parties.apps[_NAME] = self.site
        self.url = self._server.url if self._server else f"http://{_NAME}.lab"

    def put(self, partner: str, file: FileInTransit) -> None:
        """On our page the agent uploads, or hangs up half-way if the file is not whole; on its own it lays it down."""
        refuse_unknown_delivery(self.kind, file, _DELIVERY)
        if self.is_theirs(partner):
            if file.whole:
                self._add(partner, INCOMING, file.name, file.data, int(file.delivery.get("growing", 0)))
        elif file.whole:
            self._browser(partner).upload(file.name, file.data)
            self.shelf.last(partner, INCOMING, file.name).growing = int(file.delivery.get("growing", 0))
        elif "refused" in file.delivery:
            self._refuse(partner, file)
        else:
            self._browser(partner).break_off(file.name, file.data)

    def next_arrival(self) -> FileArrival | None:
        return self._arrivals.next()

    @property
    def arrived(self) -> bool:
        return bool(self._arrivals)

    def read(self, arrival: FileArrival) -> bytes:
        """An answer of ours on our own page is downloaded by the agent; everything else is at hand."""
        if arrival.incoming:
            return self.shelf.last(arrival.partner, INCOMING, arrival.name).data
        if arrival.lost or not arrival.name or self.is_theirs(arrival.partner):
            return arrival.data
        return self._browser(arrival.partner).download(arrival.name)

    def is_theirs(self, partner: str) -> bool:
        """Whether the page is the partner's own."""
        return self._parties.agreed.get(partner, {}).get("web") == "theirs"

    def files(self) -> dict[str, bytes]:
        return self.shelf.files()

    def stored(self) -> list[StoredFile]:
        """All files on the pages, ours and the partners'."""
        return [
            StoredFile(str(file.number), file.partner, file.folder, file.name, file.visible, self._about(file))
            for file in self.shelf
        ]

    def restore(self, files: Mapping[str, bytes]) -> None:
        self.shelf.restore(files)

    def variables(self, port: int | None = None) -> dict[str, str]:
        """Of each partner the page and our side's log-in there."""
        root = f"http://{self._parties.host}:{port}" if port else self.url
        told = {}
        for partner, page in self.pages.items():
            name = partner.upper()
            told[f"{name}_WEB_PAGE"] = f"{root}/{partner}/"
            told[f"{name}_WEB_USER"], told[f"{name}_WEB_PASSWORD"] = page.system, page.passwords[page.system]
        return told

    def login(self, user: str) -> dict[str, Any]:
        """A partner's page, and its own log-in there."""
        opened = {"url": f"{self.url}/{user}/", "user": user, "password": self.pages[user].passwords[user]}
        return opened | {
            "deliver": "log in by the form and upload NAME",
            "fetch": "download it from the list there",
        }

    def reset(self) -> None:
        self.shelf.clear()
        self.site.end_sessions()
        self._arrivals.clear()

    def close(self) -> None:
        if self._server:
            self._server.close()

    def hindered(self, partner: str, step: str, name: str) -> bool:
        return self._parties.hinder(partner, step, name)

    def password_was_wrong(self, partner: str) -> None:
        finding = Finding("request", "web/password", "agreed password", "the password of our log-in", "another one")
        self._arrivals.put(FileArrival(partner, OUTGOING, "", findings=(finding,)))

    def fetched(self, partner: str, name: str) -> None:
        self._parties.fetched(partner, name)

    def uploaded(self, partner: str, folder: str, name: str, data: bytes) -> str | None:
        """Keep a file, unless a fault refuses one of ours."""
        struck = self._parties.strike(partner, name) if folder == OUTGOING else None
        if struck is None:
            self._add(partner, folder, name, data)
            return None
        self._arrivals.put(FileArrival(partner, folder, name, data, faults=(struck.fault,), lost=True))
        return struck.answer

    def _refuse(self, partner: str, file: FileInTransit) -> None:
        """An upload that our page does not take; the agent sees why."""
        page, is_stranger = self.pages[partner], file.delivery["refused"] == "wrong_password"
        password = page.passwords[partner] + ("-not" if is_stranger else "")
        data = file.data if is_stranger else file.data.ljust(LARGEST + 1)
        with suppress(PageRefused):
            Browser(self.site, partner, password).upload(file.name, data)

    def _about(self, file: ShelvedFile) -> dict[str, str]:
        return {"state": file.state, "since": file.since}

    def _add(self, partner: str, folder: str, name: str, data: bytes, growing: int = 0) -> None:
        self.shelf.add(partner, folder, name, data, self._parties.now(), growing)
        self._arrivals.put(FileArrival(partner, folder, name, data, tuple(name_finding(name))))

    def _browser(self, partner: str) -> Browser:
        return Browser(self.site, partner, self.pages[partner].passwords[partner])

    def _page(self, partner: str) -> Page:
        """Both sides' passwords differ: whose page it is gives them."""
        system, secret = self._parties.agents[partner], self._parties.secret
        title = partner if self.is_theirs(partner) else f"การประปานครหลวง (MWA): {partner}"
        return Page(
            title, system, {system: secret(partner, "web_password"), partner: secret(partner, "web_own_password")}
        )
