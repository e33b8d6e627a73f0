"""What Big C's counters send to our side."""

from __future__ import annotations

from tests.pacts.online_agents import online_agent_pacts

SENT = online_agent_pacts("big_c_online", account=1008, invoice="681295064125")
