"""HTTP without a network: nested WSGI calls, one stack trace from a partner's act to our side's answer."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from email.message import Message
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPResponse

from partnerlab import interrupts
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab.channels.channel import ConnectionBroken, NoAnswer, SystemCrashed

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Any]


class WsgiChannel:
    """Calls a system under test that is a WSGI application in this process."""

    def __init__(self, app: Wsgi, where: str = "this process") -> None:
        self._app, self.where = app, where

    def call(self, message: Request) -> Answer:
        target = urlencode(message.query)
        try:
            with interrupts.foreign_code:
                status, headers, raw = call(
                    self._app, message.method, message.path, target, message.headers, message.raw
                )
        except Exception as bad:
            raise SystemCrashed(
                f"{self.where} raised {type(bad).__name__} instead of answering {message.line}"
            ) from bad
        return wire.answer(status, wire.lower(dict(headers)), raw)

    def close(self) -> None:
        """Nothing is open."""


def call(
    app: Wsgi, method: str, path: str, query: str, headers: Mapping[str, str], raw: bytes, **extra: Any
) -> tuple[int, list[tuple[str, str]], bytes]:
    """One WSGI call; errors raised by the application come through."""
    started: list[Any] = []

    def start_response(status: str, fields: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], None]:
        started[:] = [status, fields]
        return lambda data: None

    chunks = app(_environ(method, path, query, headers, raw) | extra, start_response)
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    return int(started[0][:3]), started[1], body


def _environ(method: str, path: str, query: str, headers: Mapping[str, str], raw: bytes) -> dict[str, Any]:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode("utf-8").decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "lab",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(raw),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(raw)),
    }
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    return environ


class LabAdapter(BaseAdapter):
    """Lets a `requests.Session` reach simulators by host name, `http://PARTNER.lab`, without leaving the process."""

    def __init__(self, *apps: Mapping[str, Wsgi]) -> None:
        super().__init__()
        self._apps = apps

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        url = urlsplit(request.url or "")
        name = (url.hostname or "").removesuffix(".lab")
        app = next((apps[name] for apps in self._apps if name in apps), None)
        if app is None:
            raise requests.ConnectionError(f"nobody is called {url.hostname} in this lab", request=request)
        raw = request.body.encode() if isinstance(request.body, str) else request.body or b""
        patience = _patience(options.get("timeout"))
        extra = {"partnerlab.patience": patience} if patience else {}
        try:
            status, headers, body = call(
                app, request.method or "GET", unquote(url.path), url.query, request.headers, raw, **extra
            )
        except NoAnswer:
            raise requests.ReadTimeout(f"{url.hostname} did not answer within {patience} s", request=request) from None
        except ConnectionBroken as bad:
            raise _seen(bad, url.hostname or "", request) from None
        return _response(request, status, headers, body)

    def close(self) -> None:
        """Nothing is open."""


def session(*apps: Mapping[str, Wsgi]) -> requests.Session:
    """A session whose every request stays in this process."""
    made = requests.Session()
    made.trust_env = False
    made.mount("http://", LabAdapter(*apps))
    return made


def _seen(bad: ConnectionBroken, host: str, request: requests.PreparedRequest) -> requests.RequestException:
    """What `requests` makes of a connection that breaks: before the head of an answer, or within its body."""
    line = bad.breaks
    if line.how == "refused":
        return requests.ConnectionError(f"{host} refused the connection", request=request)
    if not line.after:
        return requests.ConnectionError(f"{host} reset the connection without an answer", request=request)
    what = "reset the connection" if line.how == "reset" else "closed the connection"
    told = f"{host} {what} after {line.after} of {len(bad.raw)} bytes"
    return requests.exceptions.ChunkedEncodingError(told, request=request)


def _patience(timeout: Any) -> float | None:
    read = timeout[1] if isinstance(timeout, tuple) else timeout
    return float(read) if read else None


def _response(
    request: requests.PreparedRequest, status: int, headers: list[tuple[str, str]], body: bytes
) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response.headers = CaseInsensitiveDict(headers)
    response._content = body
    response._content_consumed = True  # type: ignore[attr-defined]  # a reader in chunks reads these bytes, too
    response.encoding = "utf-8"
    response.url = request.url or ""
    response.request = request
    if "set-cookie" in response.headers or 300 <= status < 400:
        response.raw = _head_alone(status, headers)
    return response


def _head_alone(status: int, headers: list[tuple[str, str]]) -> HTTPResponse:
    """Where `requests` looks for cookies, and what it closes before it goes where an answer sends it."""
    head = Message()
    for name, value in headers:
        head[name] = value
    raw = HTTPResponse(io.BytesIO(), dict(headers), status, preload_content=False)
    raw._original_response = SimpleNamespace(msg=head, isclosed=lambda: True, close=lambda: None)  # type: ignore[assignment]
    return raw
