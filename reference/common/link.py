"""One partner as this installation knows it: its settings, the way to it, and the gateway that carries the calls."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any

import requests

from reference.common.clock import Clock


class MissingSetting(Exception):
    """An adapter reads a setting that the installation does not have."""


class Link:
    """The settings of one partner, by their names without the partner's, and what its calls need.

    `link["agent_key"]` is the variable `<PARTNER>_AGENT_KEY`. `gateway` is the client that carries the calls: that of
    the partner `through`, which the adapter names unless this installation has a setting `through`. `client` is the
    one made here, where the partner is such a gateway itself. `timeout` bounds each call, in seconds.
    """

    def __init__(
        self,
        partner: str,
        settings: Mapping[str, str],
        session: requests.Session,
        clock: Clock,
        timeout: float = 10.0,
    ) -> None:
        self.partner = partner
        self.settings = settings
        self.session = session
        self.clock = clock
        self.timeout = timeout
        self.through: str | None = None
        self.gateway: Any = None
        self.client: Any = None

    def __repr__(self) -> str:
        return f"Link({self.partner}: {', '.join(sorted(self.settings))})"  # names only: values are secrets

    def __getitem__(self, name: str) -> str:
        if name not in self.settings:
            raise MissingSetting(f"{self.partner}: setting {name} is missing; set {self.partner}_{name}".upper())
        return self.settings[name]

    @property
    def url(self) -> str:
        """The partner's address; if none is set, one at which nothing listens."""
        return self.settings.get("url", f"http://{self.partner.replace('_', '-')}.invalid")

    def opens(self, credential: str, given: str | None) -> bool:
        """Whether a caller gave this credential; one that was never set fits nothing. In constant time."""
        expected = self.settings.get(credential, "")
        return bool(expected) and hmac.compare_digest(expected.encode(), (given or "").encode())

    def lacks(self, needs: tuple[str, ...]) -> list[str]:
        """The settings that an adapter needs and this installation does not have."""
        return [name for name in needs if not self.settings.get(name)]
