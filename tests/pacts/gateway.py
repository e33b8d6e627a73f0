"""Our side's client of the data exchange, and what the pact of any register behind it needs."""

from __future__ import annotations

import requests

from partnerlab.lab.lab import DEFAULT_START
from reference.cis.adapter import Link
from reference.cis.partners.dga_gdx.gateway import Gateway
from reference.common.clock import BANGKOK, Clock
from tests.pacts.clients import Elsewhere

TOKEN = "token"
OFFICER = "0000000000000"
TOKEN_GIVEN: Elsewhere = {"/ws/auth/": (200, f'{{"Result": "{TOKEN}"}}'.encode())}
"""The token call, which is not part of a register's pact."""


def gateway(url: str, session: requests.Session) -> Gateway:
    """The exchange's client, at the moment when every interaction begins."""
    clock = Clock()
    clock.set(DEFAULT_START.replace(tzinfo=BANGKOK))
    settings = {"url": url, "consumer_key": "consumer_key", "consumer_secret": "consumer_secret", "agent_pid": OFFICER}
    return Gateway(Link("dga_gdx", settings, session, clock))
