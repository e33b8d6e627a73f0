"""A client of the government's data exchange: one token for all registers, kept while it is used.

The secret travels in an address, so no address, exception text or answer of the token call is ever
written anywhere; a failure is told by its code or the kind of error alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import requests

from reference.cis.adapter import Link
from reference.common.dates import stamp

IDLE = timedelta(minutes=60)
_CODE = re.compile(r"\[([0-9A-Z]{1,5})\]")
_NOTHING = frozenset({"datanotfound", "00404"})
_NOT_FOUND_CODES = frozenset({"00404", "00815", "90500", "99404", "99504", "99702", "99992"})
_OPENING_CODES = frozenset({"90005", "90008"})


class SourceUnavailable(Exception):
    """A register gave no answer to go by; `code` says why.

    `until_opening`: trying again makes no sense before the next opening (out of hours, quota used up).
    `retry_after`: when the register wants to be asked again, as its header has it.
    """

    def __init__(self, code: str, retry_after: str | None = None) -> None:
        super().__init__(code)
        self.code, self.retry_after = code, retry_after
        self.until_opening = code in _OPENING_CODES


@dataclass(slots=True)
class _Token:
    value: str
    obtained: datetime
    used: datetime


class Gateway:
    """Looks things up behind the gateway, renewing the token when it has lapsed or is refused."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._clock = link.clock
        self._token: _Token | None = None

    @property
    def identity(self) -> dict[str, str]:
        """As whom we ask, for registers that want to hear it again."""
        return {"Consumer": self._link["consumer_key"], "CitizenID": self._link["agent_pid"]}

    def look_up(self, path: str, query: dict[str, str]) -> Any | None:
        """The register's data, or None when it knows of nothing; raises Unavailable."""
        response = self._get(path, query, self._current_token())
        if response.status_code == 401:  # it lapsed, or was revoked, between two calls
            self._token = None
            response = self._get(path, query, self._current_token())
        return _data(response)

    def forget(self) -> None:
        self._token = None

    def describe(self) -> dict[str, Any]:
        """Whether a token is held and since when; never the token."""
        held = self._token
        if held is None:
            return {"held": False}
        return {"held": True, "obtained_at": stamp(held.obtained), "last_used_at": stamp(held.used)}

    def _current_token(self) -> _Token:
        now = self._clock.now()
        if self._token is None or now - self._token.used >= IDLE:
            self._token = _Token(self._validate(), now, now)
        return self._token

    def _validate(self) -> str:
        query = {"ConsumerSecret": self._link["consumer_secret"], "AgentID": self._link["agent_pid"]}
        response = self._send("/ws/auth/validate", query, {})
        if response.status_code != 200:
            raise SourceUnavailable(_error_code(response), response.headers.get("Retry-After"))
        try:
            body = response.json()
            return str(body.get("Result") or body["result"])
        except (ValueError, KeyError, AttributeError):
            raise SourceUnavailable("token answer unreadable") from None

    def _get(self, path: str, query: dict[str, str], token: _Token) -> requests.Response:
        response = self._send(path, query, {"Token": token.value})
        token.used = self._clock.now()
        return response

    def _send(self, path: str, query: dict[str, str], headers: dict[str, str]) -> requests.Response:
        headers = {
            "Consumer-Key": self._link["consumer_key"],
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            **headers,
        }
        url = self._link.url + path
        try:
            return self._link.session.get(
                url,
                params=query,
                headers=headers,
                timeout=self._link.timeout,
                allow_redirects=False,  # keys and tokens go to the gateway and nowhere else
            )
        except requests.RequestException as trouble:
            kind = type(trouble).__name__
        raise SourceUnavailable(kind)  # outside the handler: the cause's text holds the address


def _data(response: requests.Response) -> Any | None:
    """What an answer says: data, nothing (None), or Unavailable."""
    if response.status_code == 204 or _says_nothing(response.content):
        return None
    if response.status_code != 200:
        _must_mean_nothing(response)
        return None
    try:
        body = response.json()
    except ValueError:
        raise SourceUnavailable("answer is not JSON") from None
    if isinstance(body, dict) and "Message" in body and ("Code" in body or len(body) == 1):
        _must_mean_nothing(response)
        return None
    return body or None


def _says_nothing(content: bytes) -> bool:
    """Some registers answer in plain words, in any case and spacing."""
    return len(content) < 64 and "".join(content.decode("utf-8", "replace").lower().split()) in _NOTHING


def _must_mean_nothing(response: requests.Response) -> None:
    code = _error_code(response)
    if code not in _NOT_FOUND_CODES:
        raise SourceUnavailable(code, response.headers.get("Retry-After"))


def _error_code(response: requests.Response) -> str:
    """The back end's code where the body tells one, otherwise the HTTP status."""
    try:
        body = response.json()
        if isinstance(body, dict):
            if body.get("Code"):
                return str(body["Code"])
            if found := _CODE.search(str(body.get("Message", ""))):
                return found.group(1)
    except ValueError:
        pass
    return str(response.status_code)
