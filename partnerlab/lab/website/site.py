"""The pages as a Flask app: each partner has one, at which its own people and our side's system log in.

It behaves as such pages do: who is not logged in is sent to the form, a wrong password shows the form again with
status 200, and a session is a cookie.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any, Protocol

from flask import Flask, Request, Response, make_response, redirect, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from partnerlab.lab.channels.channel import INCOMING, OUTGOING, log_wrong_password
from partnerlab.lab.website.shelf import TAKEN, Shelf, ShelvedFile

LARGEST = 25_000_000
"""Bytes of one upload."""

_COOKIE = "session"
_MOST_SESSIONS = 200
"""So many stay open; of more the oldest end."""


@dataclass(frozen=True, slots=True)
class Page:
    """One partner's page: its title, our system's name there, and the password of each of the two users."""

    title: str
    system: str
    passwords: Mapping[str, str]


@dataclass(slots=True)
class _Session:
    """One log-in session: user, page, and whether a page was shown since."""

    partner: str
    user: str
    used: bool = False


class PageEvents(Protocol):
    """What happens on the pages. `step` is `page`, `log_in` or `download`."""

    def hindered(self, partner: str, step: str, name: str) -> bool:
        """Whether a fault strikes what our system does there."""

    def password_was_wrong(self, partner: str) -> None:
        """Our system gave another password than the agreed one."""

    def fetched(self, partner: str, name: str) -> None:
        """A partner has downloaded a file of ours."""

    def uploaded(self, partner: str, folder: str, name: str, data: bytes) -> str | None:
        """Take a file, unless it is refused: then status and reason."""


class _Upload(Request):
    """A request whose files are kept in memory: they are small, and one that breaks off leaves nothing behind."""

    def _get_file_stream(self, *about: Any, **more: Any) -> IO[bytes]:
        return BytesIO()


class Website(Flask):
    """All pages. `token` makes the n-th session's cookie."""

    request_class = _Upload

    def __init__(
        self,
        pages: Mapping[str, Page],
        shelf: Shelf,
        events: PageEvents,
        token: Callable[[int], str],
        largest: int = LARGEST,
    ) -> None:
        super().__init__(__name__, static_folder=None)
        self.config["MAX_CONTENT_LENGTH"] = largest
        self.pages, self.shelf = pages, shelf
        self._events, self._token = events, token
        self._count, self._sessions = 0, dict[str, _Session]()
        self._add("/", "GET", self._list)
        self._add("/log-in", "GET", self._form, public=True)
        self._add("/log-in", "POST", self._log_in, public=True)
        self._add("/log-out", "POST", self._log_out)
        self._add("/upload", "POST", self._upload)
        self._add("/files/<int:number>", "GET", self._download)
        self._add("/files/<int:number>/taken", "POST", self._take)
        self.register_error_handler(RequestEntityTooLarge, lambda error: Response("too large", 413))

    def end_sessions(self) -> None:
        """Everybody has to log in again."""
        self._sessions.clear()

    def _add(self, path: str, verb: str, view: Callable[..., Any], public: bool = False) -> None:
        """A view of one page; who is not logged in is sent to the form, unless it is `public`."""

        def guarded(partner: str, **rest: Any) -> Any:
            if partner not in self.pages:
                return Response("there is no such page", 404)
            user = "" if public else self._user(partner)
            return redirect(f"{_home(partner)}log-in") if user is None else view(partner, user, **rest)

        self.add_url_rule(f"/<partner>{path}", f"{verb} {path}", guarded, methods=[verb])

    def _user(self, partner: str) -> str | None:
        """Who is logged in; a fault may end the session of our system once that has got in."""
        token = request.cookies.get(_COOKIE, "")
        session = self._sessions.get(token)
        if session is None or session.partner != partner:
            return None
        ours = session.user == self.pages[partner].system
        if ours and session.used and self._events.hindered(partner, "page", ""):
            del self._sessions[token]
            return None
        session.used = True
        return session.user

    def _form(self, partner: str, user: str) -> Response:
        return self._shown(partner, "log_in.html")

    def _log_in(self, partner: str, user: str) -> Any:
        page, name = self.pages[partner], request.form.get("user", "")
        ours = name == page.system
        right = hmac.compare_digest(page.passwords.get(name, "").encode(), request.form.get("password", "").encode())
        if not right:
            log_wrong_password(f"web page of {partner}", name if name in page.passwords else None, request.remote_addr)
        if ours and not right:
            self._events.password_was_wrong(partner)
        if not right or name not in page.passwords or (ours and self._events.hindered(partner, "log_in", "")):
            return self._shown(partner, "log_in.html", "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง / Wrong user or password")
        self._count += 1
        token = self._token(self._count)
        self._sessions[token] = _Session(partner, name)
        while len(self._sessions) > _MOST_SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        answer = redirect(_home(partner), 303)
        answer.set_cookie(_COOKIE, token, path=_home(partner), httponly=True, samesite="Strict")
        return answer

    def _log_out(self, partner: str, user: str) -> Any:
        del self._sessions[request.cookies[_COOKIE]]
        return redirect(f"{_home(partner)}log-in", 303)

    def _list(self, partner: str, user: str) -> Response:
        receives = INCOMING if user == self.pages[partner].system else OUTGOING
        return self._shown(partner, "files.html", user=user, files=self.shelf.of(partner), receives=receives)

    def _upload(self, partner: str, user: str) -> Any:
        upload = request.files.get("file")
        name = (upload.filename or "").replace("\\", "/").rpartition("/")[2] if upload else ""
        if upload is None or not name or not name.isprintable():
            return self._refused(partner, "400 ไม่มีไฟล์ หรือชื่อไฟล์ใช้ไม่ได้ / no file, or its name cannot be used")
        folder = OUTGOING if user == self.pages[partner].system else INCOMING
        refusal = self._events.uploaded(partner, folder, name, upload.read())
        return self._refused(partner, refusal) if refusal else redirect(_home(partner), 303)

    def _download(self, partner: str, user: str, number: int) -> Response:
        file = self.shelf.find(partner, number)
        if file is None:
            return self._missing(partner)
        ours = user == self.pages[partner].system
        if ours and self._events.hindered(partner, "download", file.name):
            return self._shown(partner, "log_in.html")
        answer = Response(file.visible, mimetype="application/octet-stream")
        answer.headers.set("Content-Disposition", "attachment", filename=file.name)
        if not ours and file.folder == OUTGOING:
            self._events.fetched(partner, file.name)
        file.growing -= 1 if ours and file.growing else 0
        return answer

    def _take(self, partner: str, user: str, number: int) -> Any:
        file = self.shelf.find(partner, number)
        if file is None or not self._is_for(file, user):
            return self._missing(partner)
        file.state = TAKEN
        return redirect(_home(partner), 303)

    def _is_for(self, file: ShelvedFile, user: str) -> bool:
        return (file.folder == INCOMING) == (user == self.pages[file.partner].system)

    def _missing(self, partner: str) -> Response:
        return self._refused(partner, "404 ไม่มีไฟล์นี้ / there is no such file")

    def _refused(self, partner: str, refusal: str) -> Response:
        status, _, reason = refusal.partition(" ")
        answer = self._shown(partner, "notice.html", reason)
        answer.status_code = int(status)
        return answer

    def _shown(self, partner: str, template: str, notice: str = "", **shown: Any) -> Response:
        title, home = self.pages[partner].title, _home(partner)
        answer = make_response(render_template(template, title=title, home=home, notice=notice, **shown))
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _home(partner: str) -> str:
    return f"/{partner}/"
