"""One HTTP request and one answer as the lab handles them: the exact bytes, and what they decode to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, Self
from urllib.parse import parse_qsl, urlencode

import orjson

from partnerlab.contract.findings import Finding
from partnerlab.contract.http.decoding.code_page import escaped_pairs, is_utf_8, text_of
from partnerlab.contract.http.decoding.media_types import is_json
from partnerlab.contract.http.decoding.multipart import MULTIPART, encode_parts, texts_of
from partnerlab.contract.http.json_limits import DEEPEST, nested_too_deep, repeated_names

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

NOTHING: Mapping[str, str] = {}
"""No headers, no parameters: one for all messages that have none."""

IN_JSON: Mapping[str, str] = {"content-type": JSON}
"""The headers of nearly every answer: one for all of them."""

_PLAIN = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS
"""Only what JSON itself has: a body is judged as it was told, before anything turns it into text."""


class Undecodable(Exception):
    """Bytes that are not what their media type says."""


class _Message:
    """Headers, bytes, and the body that they mean. Of one that is `sealed` only the bytes are kept, until it is opened.

    Headers and parameters are replaced, never changed: several messages may share them.
    """

    __slots__ = ("body", "headers", "raw", "sealed", "undecodable")

    headers: Mapping[str, str]
    raw: bytes
    body: Any
    sealed: bool
    undecodable: str | None
    """Why the bytes do not decode, where they do not."""

    @property
    def media(self) -> str:
        return media_type(self.headers.get("content-type", ""))

    def seal(self) -> Self:
        """Keep the bytes alone and drop the decoded body, which its maker may change later."""
        self.body, self.sealed = None, True
        return self

    def open(self) -> Self:
        """Decode the body; if its bytes do not decode, the body is empty and the reason is kept."""
        told = self.headers.get("content-type", "")
        try:
            self.body = orjson.loads(self.raw) if told == JSON and self.raw else _decode(self.raw, media_type(told))
            self.undecodable = None
            if nested_too_deep(self.body, self.raw):
                self.body, self.undecodable = None, f"nested deeper than {DEEPEST} levels"
            elif (type(self.body) is dict or type(self.body) is list) and (names := self._repeated_names()):
                self.body, self.undecodable = None, f"a name stands more than once: {', '.join(names)}"
        except (ValueError, RecursionError) as bad:
            self.body, self.undecodable = None, str(bad)
        self.sealed = False  # last, for another thread may look meanwhile
        return self

    def _repeated_names(self) -> list[str]:
        """Names that occur twice in one object of a JSON body; those of a form are found where the form is read."""
        return [] if self.media in (FORM, MULTIPART) else repeated_names(self.body, self.raw)


class Request(_Message):
    """An HTTP request. Header names are lower case; a query name that occurs twice means its last value."""

    __slots__ = ("method", "params", "path", "query")

    def __init__(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] = NOTHING,
        headers: Mapping[str, str] = NOTHING,
        raw: bytes = b"",
        body: Any = None,
        params: Mapping[str, str] = NOTHING,
    ) -> None:
        self.method, self.path, self.headers, self.raw = method, path, headers, raw
        self.query, self.params = query, params
        self.body, self.undecodable, self.sealed = body, None, False

    @property
    def line(self) -> str:
        """The request line, as the wire shows it."""
        target = f"{self.path}?{urlencode(pairs_of(self.query))}" if self.query else self.path
        return f"{self.method} {target}"

    def with_headers(self, headers: Mapping[str, str]) -> Request:
        """The same request under these headers, and no others."""
        return Request(self.method, self.path, self.query, headers, self.raw, self.body, self.params)


@dataclass(frozen=True, slots=True)
class ConnectionFault:
    """A connection that does not hold: refused before anything was heard, torn down (`reset`), closed early (`short`).

    `after` bytes of the answer's body come through; None, where there is no answer at all.
    """

    how: Literal["refused", "reset", "short"]
    after: int | None = None


class Answer(_Message):
    """An HTTP answer. `delay` is virtual seconds before it arrives, `breaks` a fault of the connection.

    `judged` is what was found in it, if it was judged before.
    """

    __slots__ = ("breaks", "delay", "judged", "status")

    def __init__(
        self,
        status: int = 200,
        headers: Mapping[str, str] = NOTHING,
        raw: bytes = b"",
        body: Any = None,
        delay: float = 0.0,
    ) -> None:
        self.status, self.headers, self.raw, self.delay = status, headers, raw, delay
        self.body, self.undecodable, self.sealed = body, None, False
        self.breaks: ConnectionFault | None = None
        self.judged: list[Finding] | None = None

    def again(self) -> Answer:
        """A copy for another exchange."""
        same = Answer(self.status, self.headers, self.raw)
        same.judged = self.judged
        return same.seal()


@lru_cache(maxsize=256)
def media_type(header: str) -> str:
    """`application/json` of `Application/JSON; charset=utf-8`."""
    return header.partition(";")[0].strip().lower()


def lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def request(
    method: str, path: str, *, query: str = "", headers: Mapping[str, str] = NOTHING, raw: bytes = b""
) -> Request:
    """A request decoded from the wire."""
    return Request(method, path, query_in(query), headers, raw).open()


class OddQuery(dict[str, str]):
    """A query that servers read differently: a name stands there twice, or text is in another code page.

    It keeps the last value of a name; `pairs` are all, `repeated` the names with several, `undecoded` those of text
    that is no UTF-8, which is read as far as it can be.
    """

    def __init__(self, written: Sequence[tuple[bytes, bytes]]) -> None:
        self.pairs = [(text_of(name), text_of(value)) for name, value in written]
        super().__init__(self.pairs)
        names = [name for name, _ in self.pairs]
        self.repeated = sorted({name for name in names if names.count(name) > 1})
        odd = zip(written, names, strict=True)
        self.undecoded = sorted({name for (raw, value), name in odd if not (is_utf_8(raw) and is_utf_8(value))})


class OddPath(str):
    """A path with text that is no UTF-8, read as far as it can be."""

    __slots__ = ()


def path_in(raw: bytes) -> str:
    """The path that these bytes are."""
    return raw.decode("utf-8") if is_utf_8(raw) else OddPath(text_of(raw))


def pairs_of(query: Mapping[str, str]) -> list[tuple[str, str]]:
    """All names and values of a query, those that stand there more than once too."""
    return query.pairs if isinstance(query, OddQuery) else [*query.items()]


def query_in(text: str) -> dict[str, str]:
    """The names and values of a query string; most have nothing in them that would have to be unquoted."""
    if not text:
        return {}
    if "%" in text or "+" in text or not text.isascii():
        pairs = parse_qsl(text, keep_blank_values=True)
    else:
        pairs = [(name, value) for name, _, value in (part.partition("=") for part in text.split("&") if part)]
    found = dict(pairs)
    if len(found) == len(pairs) and (text.isascii() and _REPLACED not in "".join((*found, *found.values()))):
        return found
    written = escaped_pairs(text.encode("utf-8" if _is_beyond_latin(text) else "latin-1"))
    return OddQuery(written) if len(found) < len(pairs) or not _reads_well(written) else _as_text(written)


_REPLACED = "\ufffd"
"""What stands in place of bytes that are no UTF-8."""


def _is_beyond_latin(text: str) -> bool:
    """Whether a query was written by hand: a server hands its bytes over as letters of latin-1."""
    return not text.isascii() and max(text) > "\xff"


def _reads_well(written: list[tuple[bytes, bytes]]) -> bool:
    return all(is_utf_8(part) for pair in written for part in pair)


def _as_text(written: list[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in written}


def _form_in(text: str) -> dict[str, str]:
    """The fields of a form, each of which stands once and is UTF-8."""
    pairs = parse_qsl(text, keep_blank_values=True, errors="strict")
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(f"a field stands more than once: {', '.join(twice)}")
    return found


def answer(status: int, headers: Mapping[str, str], raw: bytes) -> Answer:
    """An answer decoded from the wire."""
    return Answer(status, headers, raw).open()


def _decode(raw: bytes, media: str) -> Any:
    if not raw:
        return None
    if is_json(media):
        return orjson.loads(raw)
    if media == FORM:
        return _form_in(raw.decode("utf-8"))
    if media == MULTIPART:
        return texts_of(raw)
    if media.startswith("text/"):
        return raw.decode("utf-8")
    return raw


def encode(body: Any, media: str) -> bytes:
    """The bytes of a body under a media type."""
    if body is None:
        return b""
    if isinstance(body, bytes):
        return body
    if media == FORM:
        return urlencode(body).encode()
    if media == MULTIPART:
        return encode_parts(body)
    if isinstance(body, str) and not is_json(media):
        return body.encode()
    return json_bytes(body)


def json_bytes(body: Any) -> bytes:
    """A body as JSON bytes: a copy, because the encoder's own buffer is larger than its content."""
    return b"".join((orjson.dumps(body, option=_PLAIN), b""))
