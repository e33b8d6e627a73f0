"""What ttb sends to our side."""

from __future__ import annotations

from tests.pacts.online_agents import online_agent_pacts

SENT = online_agent_pacts("ttb_online", account=1092, invoice="681296501502")
