"""Krungthai's payments over its own channels."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners.krungthai_online.routes import refusal, routes
from reference.common.authentication import access_tokens

ADAPTER = Adapter(needs=("agent_code", *access_tokens.NEEDS), routes=routes, refusal=refusal)
