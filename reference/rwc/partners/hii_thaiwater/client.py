"""A client of HII's door for MWA's rows, and what is made of each answer."""

from __future__ import annotations

from typing import Any

import requests

from reference.common.outbox import Delivery, Message
from reference.rwc.settings import Settings

PATHS = {
    "water_quality": "/api/v1/thaiwater30/provider/mwa/waterquality",
    "raw_water_pumping": "/api/v1/thaiwater30/provider/mwa/pumping",
}
_FINAL = (400, 422)


class Hii:
    """Sends one row."""

    def __init__(self, settings: Settings, session: requests.Session) -> None:
        self._settings, self._session = settings, session

    def send(self, message: Message) -> Delivery:
        """How it went. HII says NO inside 200 where it failed itself: that is tried again, as any other trouble."""
        try:
            answer = self._session.post(
                self._settings.hii_url + PATHS[message.subject],
                json=message.body,
                headers={"X-Api-Key": self._settings.hii_key},
                timeout=self._settings.timeout,
            )
        except requests.RequestException as bad:
            return Delivery("trouble", f"no answer: {type(bad).__name__}")
        told = _told(answer)
        if answer.status_code == 200 and told.get("result") == "OK":
            return Delivery("delivered", str(told.get("data")))
        said = f"HTTP {answer.status_code}: {told.get('data', 'no reason')}"
        if answer.status_code in _FINAL and told.get("result") == "NO":
            return Delivery("refused", said)
        return Delivery("trouble", said, answer.headers.get("Retry-After"))


def _told(answer: requests.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
