"""What a partner's `client(url, session)` is given in a pact: the session that our side asks with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import requests
from requests.adapters import BaseAdapter

Elsewhere = Mapping[str, tuple[int, bytes]]
"""Beginnings of paths that are not part of a pact, with what stands in for their answers."""

Client = Callable[[str, requests.Session], Any]
"""Builds the client as an installation has it, its partner at an address; each key is called as it is named."""


class _StandIn(BaseAdapter):
    def __init__(self, status: int, content: bytes) -> None:
        super().__init__()
        self._status, self._content = status, content

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        response = requests.Response()
        response.status_code, response._content = self._status, self._content
        response.request, response.url = request, request.url or ""
        return response

    def close(self) -> None:
        """Nothing is open."""


def session(url: str, elsewhere: Elsewhere) -> requests.Session:
    """Asks whoever is at `url`, but for what stands `elsewhere`."""
    found = requests.Session()
    found.trust_env = False
    for path, (status, content) in elsewhere.items():
        found.mount(url + path, _StandIn(status, content))
    return found
