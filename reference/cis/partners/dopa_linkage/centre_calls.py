"""The calls of LINKAGE2 by which a session begins, goes on and ends, one function each.

Keys and tokens are written nowhere; a failure is named by the centre's number or the kind of error alone.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import Any

import requests

from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable
from reference.cis.partners._common.gdx import UNREADABLE
from reference.common.json_reader import read_json

_CLOSED = frozenset({"90005", "90008"})
"""Out of hours, the day's look-ups used up: until the next opening."""
_LOGIN, _CONFIRM, _RENEW = "/api/center/login/", "/api/center/login/confirm", "/api/center/login/renew"
_BY_CARD, _BY_DIGITAL_ID = 1, 2


class CentreCalls:
    """Each may raise SourceUnavailable."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def login_digital_id(self) -> None:
        """The centre knows our officer, and our office is among those of the officer."""
        self._log_in({"loginType": _BY_DIGITAL_ID, "personalID": self._link["agent_pid"]})

    def login_card(self) -> str:
        """The same of an officer with a card; the text that the card has to sign."""
        chip, officer = self._link["chip_number"], self._link["agent_pid"]
        asked = {"loginType": _BY_CARD, "personalID": officer, "chipNo": chip, "officeID": self._link["user_office"]}
        text = self._log_in(asked).get("random")
        if not isinstance(text, str):
            raise SourceUnavailable(UNREADABLE)
        return text

    def confirm_digital_id(self) -> str | None:
        """A token, or None where the digital ID proves nothing any more."""
        officer = {"officeID": self._link["user_office"], "personalID": self._link["agent_pid"]}
        return self._confirm(_BY_DIGITAL_ID, officer | {"accessToken": self._link["digital_id_token"]})

    def confirm_card(self, text: str) -> str | None:
        """A token, or None where the card is not in the reader or the text is none that was given."""
        signed = hashlib.sha256((text + self._link["chip_number"]).encode()).hexdigest()
        return self._confirm(_BY_CARD, {"officeID": self._link["user_office"], "random": text, "envelope": signed})

    def renew(self, token: str) -> str | None:
        """The next token, or None where the renewal came too late."""
        response = self.call("POST", _RENEW, None, token)
        return _token_in(response) if response.status_code == 200 else None

    def has_job(self, token: str) -> bool:
        """Whether our job is among those of the officer."""
        response = self.call("GET", "/api/center/user/job", None, token)
        if response.status_code != 200:
            raise refusal_of(response)
        jobs = json_object(response).get("job")
        return isinstance(jobs, list) and self._link["job_id"] in jobs

    def logout(self, token: str) -> None:
        """The token opens nothing any more."""
        self.call("DELETE", _LOGIN, None, token)

    def call(self, method: str, path: str, body: Any = None, token: str | None = None) -> requests.Response:
        """The centre's answer, whatever it says."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        try:
            return self._link.session.request(
                method, self._link.url + path, json=body, headers=headers, timeout=self._link.timeout,
                allow_redirects=False,  # tokens go to the centre and nowhere else
            )  # fmt: skip
        except requests.RequestException as failure:
            kind = type(failure).__name__
        raise SourceUnavailable(kind)  # outside the handler: the cause's text may hold what was sent

    def _log_in(self, body: dict[str, Any]) -> dict[str, Any]:
        response = self.call("POST", _LOGIN, body)
        if response.status_code != 200:
            raise refusal_of(response)
        found = json_object(response)
        offices = found.get("office")
        numbers = [str(each["id"]) for each in offices if "id" in each] if isinstance(offices, list) else []
        if self._link["user_office"] not in numbers:
            raise SourceUnavailable("office not given")
        return found

    def _confirm(self, how: int, proof: dict[str, Any]) -> str | None:
        response = self.call("POST", _CONFIRM, {"loginType": how} | proof)
        if response.status_code == 401:
            return None
        if response.status_code != 201:
            raise refusal_of(response)
        return _token_in(response)


def _token_in(response: requests.Response) -> str:
    value = json_object(response).get("token")
    if not isinstance(value, str) or not value:
        raise SourceUnavailable(UNREADABLE)
    return value


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
