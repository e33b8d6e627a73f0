"""The government's data exchange, the gateway of the registers."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners.dga_gdx.gateway import Gateway

ADAPTER = Adapter(
    needs=("url", "consumer_key", "consumer_secret", "agent_pid"),
    gateway=Gateway,
    shows={"token": lambda link: link.client.token_status()},
)
