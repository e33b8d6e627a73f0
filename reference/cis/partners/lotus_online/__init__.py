"""Lotus's counters: our own profile of online agents."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners._common import online_agent

ADAPTER = Adapter(
    needs=("agent_code", "agent_key"),
    routes=online_agent.routes,
    refusal=online_agent.refusal,
)
