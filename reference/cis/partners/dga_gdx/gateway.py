"""A client of the government's data exchange: one token for all registers, kept while it is used.

The secret travels in an address, so no address, exception text or answer of the token call is ever
written anywhere; a failure is named by its code or the kind of error alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import requests

from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable
from reference.cis.partners._common.gdx import error_code
from reference.common.clock import stamp
from reference.common.json_reader import read_json

IDLE = timedelta(minutes=60)


@dataclass(slots=True)
class _Token:
    value: str
    obtained: datetime
    used: datetime


class Gateway:
    """Carries calls to the registers behind it, renewing the token when it has lapsed or is refused."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._token: _Token | None = None

    def get(self, path: str, query: Mapping[str, str]) -> requests.Response:
        """The register's answer, whatever it says; raises SourceUnavailable when there is none."""
        return self._ask(partial(self._send, path, query))

    def post(self, path: str, question: Mapping[str, str]) -> requests.Response:
        """The same of a register that is asked in JSON."""
        return self._ask(partial(self._send, path, {}, question=question))

    def credential(self, name: str) -> str:
        """A credential of ours at the exchange that a register behind it wants to see too."""
        return self._link[name]

    def drop_token(self) -> None:
        self._token = None

    def token_status(self) -> dict[str, Any]:
        """Whether a token is held and since when; never the token."""
        held = self._token
        if held is None:
            return {"held": False}
        return {"held": True, "obtained_at": stamp(held.obtained), "last_used_at": stamp(held.used)}

    def _current_token(self) -> _Token:
        now = self._link.clock.now()
        if self._token is None or now - self._token.used >= IDLE:
            self._token = _Token(self._validate(), now, now)
        return self._token

    def _validate(self) -> str:
        query = {"ConsumerSecret": self._link["consumer_secret"], "AgentID": self._link["agent_pid"]}
        response = self._send("/ws/auth/validate", query, {})
        if response.status_code != 200:
            raise SourceUnavailable(error_code(response), response.headers.get("Retry-After"))
        try:
            body = read_json(response.content)
            return str(body.get("Result") or body["result"])
        except (ValueError, KeyError, AttributeError):
            raise SourceUnavailable("token answer unreadable") from None

    def _ask(self, send: Callable[[dict[str, str]], requests.Response]) -> requests.Response:
        response = self._with_token(send, self._current_token())
        if response.status_code == 401:  # it lapsed, or was revoked, between two calls
            self._token = None
            response = self._with_token(send, self._current_token())
        return response

    def _with_token(self, send: Callable[[dict[str, str]], requests.Response], token: _Token) -> requests.Response:
        response = send({"Token": token.value})
        token.used = self._link.clock.now()
        return response

    def _send(
        self, path: str, query: Mapping[str, str], headers: dict[str, str], question: Mapping[str, str] | None = None
    ) -> requests.Response:
        media = {} if question else {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        try:
            return self._link.session.request(
                "POST" if question else "GET",
                self._link.url + path,
                params=query,
                json=question,
                headers={"Consumer-Key": self._link["consumer_key"], **media, **headers},
                timeout=self._link.timeout,
                allow_redirects=False,  # keys and tokens go to the gateway and nowhere else
            )
        except requests.RequestException as failure:
            kind = type(failure).__name__
        raise SourceUnavailable(kind)  # outside the handler: the cause's text holds the address
