"""ttb: our own profile of online agents, each call signed by the bank."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners._common import online_agent
from reference.common.authentication import signed_tokens

ADAPTER = Adapter(needs=("agent_code", *signed_tokens.NEEDS), routes=online_agent.routes, refusal=online_agent.refusal)
