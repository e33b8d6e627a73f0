"""What Lotus's counters send to our side."""

from __future__ import annotations

from tests.pacts.online_agents import online_agent_pacts

SENT = online_agent_pacts("lotus_online", account=1086, invoice="681297997496")
