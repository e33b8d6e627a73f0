"""A client as a utility's system might have it: is this company alive, says DBD behind the government's gateway."""

from __future__ import annotations

import requests

ACTIVE = "ยังดำเนินกิจการอยู่"


class RegisterDown(Exception):
    """No answer that could be relied on: ask again later."""


class CompanyCheck:
    """Asks for a token when there is none, and once more when the gateway has let it die."""

    def __init__(self, url: str, key: str, secret: str, agent: str) -> None:
        self._url, self._key, self._secret, self._agent = url, key, secret, agent
        self._token: str | None = None
        self._http = requests.Session()

    def status(self, number: str) -> str:
        """`active`, `inactive` or `unknown`; `RegisterDown` where it cannot be told."""
        answer = self._profile(number)
        if answer.status_code == 401:
            self._token = None
            answer = self._profile(number)
        if answer.status_code == 204:
            return "unknown"
        try:
            answer.raise_for_status()
            status = answer.json()["ResultList"][0]["JuristicStatus"]
        except (requests.RequestException, ValueError, LookupError) as bad:
            raise RegisterDown(str(bad)) from bad
        return "active" if status == ACTIVE else "inactive"

    def close(self) -> None:
        self._http.close()

    def _profile(self, number: str) -> requests.Response:
        if self._token is None:
            self._token = self._new_token()
        return self._get("/ws/dbd/juristic/v4/profile/information", {"JuristicID": number}, {"Token": self._token})

    def _new_token(self) -> str:
        answer = self._get("/ws/auth/validate", {"ConsumerSecret": self._secret, "AgentID": self._agent}, {})
        if not answer.ok:
            raise RegisterDown(f"no token: {answer.status_code} {answer.text}")
        return str(answer.json()["Result"])

    def _get(self, path: str, query: dict[str, str], headers: dict[str, str]) -> requests.Response:
        headers = headers | {"Consumer-Key": self._key}
        try:
            return self._http.get(self._url + path, params=query, headers=headers, timeout=2)
        except requests.RequestException as bad:
            raise RegisterDown(str(bad)) from bad
