"""Linkage Center as a gateway: its registers are asked through the data exchange, and it calls our own services."""

from __future__ import annotations

from collections.abc import Mapping

import requests

from reference.cis.adapter import Link


class Centre:
    """Carries calls to the registers behind it, and knows the credentials by which the centre calls us."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def get(self, path: str, query: Mapping[str, str]) -> requests.Response:
        """The register's answer, whatever it says; raises SourceUnavailable when there is none."""
        response: requests.Response = self._link.gateway.get(path, query)
        return response

    def credential(self, name: str) -> str:
        """One of the centre's own credentials, else one of the exchange before it."""
        if name in self._link.settings or self._link.gateway is None:
            return self._link[name]
        credential: str = self._link.gateway.credential(name)
        return credential

    def drop_token(self) -> None:
        """The centre has no token of its own."""
