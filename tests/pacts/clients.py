"""The reference's real clients, turned towards one address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import BaseAdapter

from partnerlab.lab.lab import EPOCH
from reference import rwc
from reference.cis.clock import BANGKOK, Clock
from reference.cis.gateway import Gateway
from reference.cis.maps import Maps
from reference.cis.portal import Portal
from reference.cis.registers import Registers
from reference.cis.settings import Settings
from reference.rwc.hii import Hii
from reference.rwc.rid import Rid
from tests.pacts.interactions import OFFICER

Elsewhere = Mapping[str, tuple[int, bytes]]
"""Beginnings of paths that are not part of a pact, with what stands in for their answers."""


@dataclass(frozen=True)
class Clients:
    """What our side asks partners with."""

    gateway: Gateway
    registers: Registers
    portal: Portal
    maps: Maps
    rid: Rid
    hii: Hii


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


def clients(url: str, elsewhere: Elsewhere) -> Clients:
    """The clients as an installation has them, every partner at `url`; each key is called as it is named."""
    settings = Settings(
        gdx_url=url,
        consumer_key="consumer_key",
        consumer_secret="consumer_secret",
        agent_id=OFFICER,
        gis_url=url,
        gis_key="map_key",
        portal_url=url,
        portal_consumer_key="consumer_key",
    )
    session = requests.Session()
    session.trust_env = False
    for path, (status, content) in elsewhere.items():
        session.mount(url + path, _StandIn(status, content))
    clock = Clock()
    clock.set(EPOCH.replace(tzinfo=BANGKOK))
    gateway = Gateway(settings, session, clock)
    raw_water = rwc.Settings(rid_url=url, hii_url=url, hii_key="api_key")
    return Clients(
        gateway, Registers(gateway, settings), Portal(settings, session), Maps(settings, session),
        Rid(raw_water, session), Hii(raw_water, session),
    )  # fmt: skip
