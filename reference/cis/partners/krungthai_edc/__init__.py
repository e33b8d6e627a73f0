"""Card terminals of agents, with Krungthai as their gateway."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners.krungthai_edc.routes import refusal, routes

ADAPTER = Adapter(needs=("agent_code", "gateway_key"), routes=routes, refusal=refusal)
