"""A session of our officer at LINKAGE2: begun by digital ID or card, renewed in time, and not left without a job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import requests

from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable
from reference.cis.partners.dopa_linkage.centre_calls import CentreCalls
from reference.cis.partners.dopa_linkage.register import OFFICER_ABSENT
from reference.common.clock import Clock, stamp

LIFE = timedelta(minutes=60)
RENEWED_WITHIN = timedelta(minutes=10)
"""A session with less time left is renewed before it is used."""

NO_JOB = "job not given"


@dataclass(frozen=True, slots=True)
class _Token:
    value: str
    given: datetime


class Session:
    """Holds a token while it lives; may raise SourceUnavailable."""

    def __init__(self, link: Link) -> None:
        self._calls = CentreCalls(link)
        self._clock: Clock = link.clock
        self._has_card = "chip_number" in link.settings
        self._token: _Token | None = None

    def forget(self) -> None:
        """Begin a session of its own with the next call."""
        self._token = None

    def hold(self, token: str) -> None:
        """Go on with a token that was given now."""
        self._token = _Token(token, self._clock.now())

    def status(self) -> dict[str, Any]:
        """Whether a session is open and since when; never its token."""
        return {"held": False} if self._token is None else {"held": True, "since": stamp(self._token.given)}

    def call(self, method: str, path: str, body: Any = None) -> requests.Response:
        """The centre's answer under our token. A session that the centre has ended is begun once more."""
        response = self._calls.call(method, path, body, self._current())
        if response.status_code == 401:
            self._token = None
            response = self._calls.call(method, path, body, self._current())
        return response

    def _current(self) -> str:
        """A token that lives: the one that is held, its renewal, or that of a new session."""
        held = self._token
        age = self._clock.now() - held.given if held else LIFE
        if held and age < LIFE - RENEWED_WITHIN:
            return held.value
        renewed = self._calls.renew(held.value) if held and age < LIFE else None
        token = renewed or self._begun()
        self.hold(token)
        return token

    def _begun(self) -> str:
        """The token of a session that has our job. One without it is no use, and is not left open."""
        self._token = None
        token = self._confirmed()
        if not self._calls.has_job(token):
            self._calls.logout(token)
            raise SourceUnavailable(NO_JOB)
        return token

    def _confirmed(self) -> str:
        """By digital ID, or by the card where the digital ID proves nothing any more."""
        self._calls.login_digital_id()
        token = self._calls.confirm_digital_id()
        if token is None and self._has_card:
            token = self._calls.confirm_card(self._calls.login_card())
        if token is None:
            raise SourceUnavailable(OFFICER_ABSENT)
        return token
