"""A session of our officer at LINKAGE2: begun by digital ID or card, renewed before it ends, given up if it is no use.

Keys and tokens are written nowhere; a failure is named by the centre's number or the kind of error alone.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import requests

from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable
from reference.cis.partners._common.gdx import UNREADABLE
from reference.cis.partners.dopa_linkage.register import OFFICER_ABSENT
from reference.common.clock import stamp
from reference.common.json_reader import read_json

LIFE = timedelta(minutes=60)
RENEWED_WITHIN = timedelta(minutes=10)
"""A session with less time left is renewed before it is used."""

NO_JOB = "job not given"
_CLOSED = frozenset({"90005", "90008"})
"""Out of hours, the day's look-ups used up: until the next opening."""
_LOGIN, _CONFIRM, _RENEW = "/api/center/login/", "/api/center/login/confirm", "/api/center/login/renew"
_BY_CARD, _BY_DIGITAL_ID = 1, 2


@dataclass(frozen=True, slots=True)
class _Token:
    value: str
    given: datetime


class Session:
    """Holds a token while it lives; may raise SourceUnavailable."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._token: _Token | None = None

    def forget(self) -> None:
        """Begin a session of its own with the next call."""
        self._token = None

    def status(self) -> dict[str, Any]:
        """Whether a session is open and since when; never its token."""
        return {"held": False} if self._token is None else {"held": True, "since": stamp(self._token.given)}

    def call(self, method: str, path: str, body: Any = None) -> requests.Response:
        """The centre's answer under our token. A session that the centre has ended is begun once more."""
        response = self._call(method, path, body, self._current())
        if response.status_code == 401:
            self._token = None
            response = self._call(method, path, body, self._current())
        return response

    def _current(self) -> str:
        age = self._link.clock.now() - self._token.given if self._token else LIFE
        if self._token and LIFE - RENEWED_WITHIN <= age < LIFE:
            self._token = self._renewed(self._token)
        elif age >= LIFE:
            self._token = None
        if self._token is None:
            self._token = self._begun()
        return self._token.value

    def _renewed(self, token: _Token) -> _Token | None:
        """The next token, or None where the renewal came too late."""
        response = self._call("POST", _RENEW, None, token.value)
        return self._token_of(response) if response.status_code == 200 else None

    def _begun(self) -> _Token:
        """A session by digital ID, or by the card where the digital ID proves nothing any more; with our job."""
        response = self._confirm_digital_id()
        if response.status_code == 401 and "chip_number" in self._link.settings:
            response = self._confirm_card()
        if response.status_code == 401:
            raise SourceUnavailable(OFFICER_ABSENT)
        if response.status_code != 201:
            raise refusal_of(response)
        token = self._token_of(response)
        self._require_job(token)
        return token

    def _confirm_digital_id(self) -> requests.Response:
        officer = {"loginType": _BY_DIGITAL_ID, "personalID": self._link["agent_pid"]}
        self._log_in(officer)
        proof = {"officeID": self._link["user_office"], "accessToken": self._link["digital_id_token"]}
        return self._call("POST", _CONFIRM, officer | proof)

    def _confirm_card(self) -> requests.Response:
        chip = self._link["chip_number"]
        login = {"loginType": _BY_CARD, "personalID": self._link["agent_pid"], "chipNo": chip}
        text = self._log_in(login).get("random")
        if not isinstance(text, str):
            raise SourceUnavailable(UNREADABLE)
        signed = hashlib.sha256((text + chip).encode()).hexdigest()
        proof = {"officeID": self._link["user_office"], "random": text, "envelope": signed}
        return self._call("POST", _CONFIRM, {"loginType": _BY_CARD} | proof)

    def _log_in(self, body: dict[str, Any]) -> dict[str, Any]:
        """The offices of our officer, ours among them."""
        response = self._call("POST", _LOGIN, body)
        if response.status_code != 200:
            raise refusal_of(response)
        found = json_object(response)
        offices = found.get("office")
        ours = [each for each in offices if isinstance(each, dict)] if isinstance(offices, list) else []
        if self._link["user_office"] not in [str(each.get("id")) for each in ours]:
            raise SourceUnavailable("office not given")
        return found

    def _require_job(self, token: _Token) -> None:
        """A session without our job is no use, and is not left open."""
        response = self._call("GET", "/api/center/user/job", None, token.value)
        if response.status_code != 200:
            raise refusal_of(response)
        jobs = json_object(response).get("job")
        if not isinstance(jobs, list) or self._link["job_id"] not in jobs:
            self._call("DELETE", _LOGIN, None, token.value)
            raise SourceUnavailable(NO_JOB)

    def _token_of(self, response: requests.Response) -> _Token:
        value = json_object(response).get("token")
        if not isinstance(value, str) or not value:
            raise SourceUnavailable(UNREADABLE)
        return _Token(value, self._link.clock.now())

    def _call(self, method: str, path: str, body: Any = None, token: str | None = None) -> requests.Response:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        try:
            return self._link.session.request(
                method, self._link.url + path, json=body, headers=headers, timeout=self._link.timeout,
                allow_redirects=False,  # tokens go to the centre and nowhere else
            )  # fmt: skip
        except requests.RequestException as failure:
            kind = type(failure).__name__
        raise SourceUnavailable(kind)  # outside the handler: the cause's text may hold what was sent


def json_object(response: requests.Response) -> dict[str, Any]:
    """The object in an answer's body."""
    try:
        body = read_json(response.content)
    except ValueError:
        raise SourceUnavailable("answer is not JSON") from None
    if not isinstance(body, dict):
        raise SourceUnavailable(UNREADABLE)
    return body


def refusal_of(response: requests.Response) -> SourceUnavailable:
    """Why nothing was answered: by the centre's number where it gives one, else by HTTP's."""
    number: Any = None
    with suppress(SourceUnavailable):
        number = json_object(response).get("errorNumber")
    code = str(number) if type(number) is int else str(response.status_code)
    return SourceUnavailable(code, response.headers.get("Retry-After"), wait_for_opening=code in _CLOSED)
