"""SCB's bill payment from host to host."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners.scb_online.routes import refusal, routes

ADAPTER = Adapter(
    needs=("agent_code", "user", "password"),
    routes=routes,
    refusal=refusal,
)
