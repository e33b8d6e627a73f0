"""Our side's clients of the data exchange and of the registers behind it, and what any register's pact needs of it."""

from __future__ import annotations

import requests

from partnerlab.lab.lab import EPOCH
from reference.cis.adapter import Link
from reference.cis.partners.dga_gdx.gateway import Gateway
from reference.cis.partners.dopa_linkage.register import Registers
from reference.common.dates import BANGKOK, Clock
from tests.pacts.clients import Elsewhere

TOKEN = "token"
OFFICER = "0000000000000"
TOKEN_GIVEN: Elsewhere = {"/ws/auth/": (200, f'{{"Result": "{TOKEN}"}}'.encode())}
"""The token call, which is not part of a register's pact."""


def gateway(url: str, session: requests.Session) -> Gateway:
    """The exchange's client, at the moment when every interaction begins."""
    clock = Clock()
    clock.set(EPOCH.replace(tzinfo=BANGKOK))
    settings = {"url": url, "consumer_key": "consumer_key", "consumer_secret": "consumer_secret", "agent_pid": OFFICER}
    return Gateway(Link("dga_gdx", settings, session, clock))


def registers(url: str, session: requests.Session) -> Registers:
    """The client of those behind it."""
    link = Link("dopa_linkage", {}, session, Clock())
    link.gateway = gateway(url, session)
    return Registers(link)
