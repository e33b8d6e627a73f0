"""Lotus's counters: our own profile of online agents, with the most that its tills take at once (P 3.6)."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.messages import CounterTerms
from reference.cis.partners._common import online_agent

ADAPTER = Adapter(
    needs=("agent_code", "agent_key"),
    terms=CounterTerms(maximum=4_900_000),
    routes=online_agent.routes,
    refusal=online_agent.refusal,
)
