"""A client of the Biz Portal: the status of a request goes there."""

from __future__ import annotations

import requests

from reference.cis.adapter import Link
from reference.common.outbox import Delivery, Message

_ERROR = 0


class Portal:
    """Sends one status message and says how it went."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def send(self, message: Message) -> Delivery:
        """Delivered, refused for good (HTTP 400 with Type 0: the portal knows the message and will not
        have it), or trouble: everything else may pass with time.
        """
        url = self._link.url + "/Api/V2/Applications/Requests"
        headers = {"Consumer-Key": self._link["consumer_key"]}
        try:
            response = self._link.session.post(
                url, json=message.body, headers=headers, timeout=self._link.timeout, allow_redirects=False
            )
        except requests.RequestException as trouble:
            return Delivery("trouble", type(trouble).__name__)
        return _judge(response)


def _judge(response: requests.Response) -> Delivery:
    try:
        body = response.json()
    except ValueError:
        body = None
    told = body if isinstance(body, dict) else {}
    said = f"{response.status_code} {told.get('Message', '')}".strip()
    if response.status_code == 200 and told and told.get("Type") != _ERROR:
        return Delivery("delivered", said)
    if response.status_code == 400 and told.get("Type") == _ERROR:
        return Delivery("refused", said)
    return Delivery("trouble", said, response.headers.get("Retry-After"))
