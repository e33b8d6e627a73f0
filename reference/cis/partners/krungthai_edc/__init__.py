"""Card terminals of agents, with Krungthai as their gateway."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners.krungthai_edc.routes import refusal, routes
from reference.common.authentication import access_tokens

ADAPTER = Adapter(needs=("agent_code", *access_tokens.NEEDS), routes=routes, refusal=refusal)
