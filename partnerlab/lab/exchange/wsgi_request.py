"""WSGI: the request of an environment, and the status line and headers of an answer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from io import BytesIO
from operator import itemgetter
from typing import Any

from partnerlab.contract.http.message import IN_JSON, NOTHING, Request, path_in, query_in
from partnerlab.lab.exchange.size_limits import USUAL, BrokenChunks, Incomplete, NoLength, TooLarge, WrongSize

Header = tuple[str, str]

_BODILESS = (204, 304)
"""Answers that by HTTP have no body, nor a length of one."""


_ALWAYS_THERE = frozenset({"REQUEST_METHOD", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", *os.environ})
"""What no request decides: a server must tell these (PEP 3333), and some hand over the process's own variables."""


class _Caller:
    """Reads the headers of all environments with the same keys; requests with the same headers share one mapping.

    `take` takes what a request may have or not, the values of its `count` headers first; `last` are those of the last
    message, and its headers.
    """

    __slots__ = ("_names", "count", "last", "take")

    def __init__(self, keys: tuple[str, ...]) -> None:
        sent = [key for key in keys if key.startswith("HTTP_") or key == "CONTENT_TYPE"]
        self._names = [key.removeprefix("HTTP_").replace("_", "-").lower() for key in sent]
        self.count = len(sent)
        maybe = [key for key in keys if not key.startswith("wsgi.") and key not in _ALWAYS_THERE and key not in sent]
        taken = [*sent, *maybe, "REQUEST_METHOD"]  # of a single key it would take no tuple
        self.take = itemgetter(*taken)
        self.last: tuple[tuple[str, ...] | None, Mapping[str, str]] = None, NOTHING

    def learn(self, values: tuple[str, ...]) -> Mapping[str, str]:
        """The headers of these values."""
        headers = dict(zip(self._names, values, strict=True))
        if headers.get("content-type") == "":
            del headers["content-type"]
        self.last = values, headers
        return headers


_caller = lru_cache(maxsize=100)(_Caller)

_latest: dict[int, _Caller] = {}
"""The last one of those with so many names: mostly it is the same again, which it is if all that it takes is there."""


_LARGEST = USUAL.body


def from_environ(environ: dict[str, Any], params: Mapping[str, str] = NOTHING, largest: int = _LARGEST) -> Request:
    """The request of a WSGI environment, of a path with these parameters; `TooLarge` if its body has more bytes.

    `Incomplete` if it has fewer than its sender said, `NoLength` if he said no number, `BrokenChunks` if it comes in
    chunks that do not hold.
    """
    try:
        caller = _latest[len(environ)]
        values = caller.take(environ)[: caller.count]
    except KeyError:
        caller = _latest[len(environ)] = _caller(tuple(environ))
        values = caller.take(environ)[: caller.count]
    known, headers = caller.last
    if values != known:
        headers = caller.learn(values)
    path = environ.get("PATH_INFO", "")
    if not path.isascii():
        path = path_in(path.encode("latin-1"))  # as WSGI hands bytes over
    asked = environ.get("QUERY_STRING")
    query = query_in(asked) if asked else NOTHING
    raw = _body(environ, largest)
    message = Request.__new__(Request)  # filled here: under load, a call that does it would cost as much again
    message.method, message.path, message.query, message.params = environ["REQUEST_METHOD"], path, query, params
    message.headers, message.raw = headers, raw
    if raw:
        return message.open()
    message.body, message.undecodable, message.sealed = None, None, False
    return message


def _body(environ: dict[str, Any], largest: int) -> bytes:
    """The bytes of a body; of one that does not say how long it is, only where the server says that it ends."""
    length, ends = _announced(environ), environ.get("wsgi.input_terminated")
    if length > largest:
        raise TooLarge(largest, length)
    stream = environ["wsgi.input"]
    raw: bytes = stream.read(largest + 1 if ends else length) if ends or length else b""
    if len(raw) > largest:
        raise TooLarge(largest)
    if ends and (broken := getattr(stream, "broken", None)):
        raise BrokenChunks(broken, raw)
    if len(raw) < length and not ends:
        raise Incomplete(length, raw)
    return raw


def _announced(environ: dict[str, Any]) -> int:
    """How many bytes a body has by what its sender says; 0 where nothing is said, or its chunks say it."""
    said = environ.get("CONTENT_LENGTH", "")
    if said.isascii() and said.isdigit():
        return int(said[:_DIGITS])
    if said and not environ.get("wsgi.input_terminated"):
        raise NoLength(repr(said[:_DIGITS]))
    return 0


def whole_of(environ: dict[str, Any], raw: bytes) -> dict[str, Any]:
    """The same environment of a request whose body is these bytes."""
    return environ | {"wsgi.input": BytesIO(raw), "CONTENT_LENGTH": str(len(raw)), "wsgi.input_terminated": False}


class _Spent(BytesIO):
    """What was read of a body, to be read once more."""

    broken: str | None = None


def unread(environ: dict[str, Any], bad: WrongSize) -> None:
    """Let the body be read once more, with the same outcome; one that is too large was not read."""
    if not isinstance(bad, TooLarge | NoLength):
        environ["wsgi.input"] = spent = _Spent(bad.raw)
        spent.broken = str(bad) if isinstance(bad, BrokenChunks) else None


_DIGITS = 30
"""Of a length so many digits are enough to see that it is too long."""


def head(status: int, length: int, headers: Mapping[str, str]) -> tuple[str, tuple[Header, ...]]:
    """Status line and headers, under the names that most people write, of a body that has this length."""
    return _head(status, length) if headers is IN_JSON else _head(status, length, tuple(headers.items()))


@lru_cache(maxsize=1_000)
def _head(
    status: int, length: int, headers: tuple[Header, ...] = tuple(IN_JSON.items())
) -> tuple[str, tuple[Header, ...]]:
    named = tuple((name.title(), value) for name, value in headers)
    sized = () if status in _BODILESS else (("Content-Length", str(length)),)
    return f"{status} {_phrase(status)}", named + sized


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
