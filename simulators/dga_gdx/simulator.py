"""DGA's data exchange: gives tokens for a key, a secret and an agent, and lets calls through to those behind it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request

IDLE = timedelta(minutes=60)
"""A token dies when nothing was called with it for so long (G 1.1)."""


def validate(world: PartnerWorld, message: Request) -> Any:
    """A token for the right key and secret together with the registered agent's number."""
    if message.headers.get("consumer-key") != world.credential("consumer_key"):
        return _refused(403, "ForbiddenException: consumer not found")
    if message.query.get("ConsumerSecret") != world.credential("consumer_secret"):
        return _refused(401, "UnauthorizedException: consumer not validated")
    if message.query.get("AgentID") != world.credential("agent_pid"):
        return _refused(401, "UnauthorizedException: agent not registered")
    token = world.guid()
    world.table("tokens")[token] = world.now
    return {"Result": token}


def admit(world: PartnerWorld, message: Request) -> Any:
    """Nothing for a call that may pass, else the gateway's own refusal. A call that passes renews its token."""
    if world.facts["back_end"] == "down":
        return _refused(503, "Service Unavailable")
    if message.headers.get("consumer-key") != world.credential("consumer_key"):
        return _refused(403, "ForbiddenException: consumer not found")
    tokens = world.table("tokens")
    token = message.headers.get("token", "")
    used: datetime | None = tokens.get(token)
    if used is None:
        return _refused(401, "UnauthorizedException: token not found")
    now = world.now
    if now - used >= IDLE:
        del tokens[token]
        return _refused(401, "UnauthorizedException: token expire")
    tokens[token] = now
    return None


def refuse(world: PartnerWorld, finding: Finding) -> Any:
    """The answer to a missing or wrong parameter (G 1.2), for the gateway itself and for every register behind it."""
    return _refused(400, f"BadRequestException: {finding.where} {finding.rule}")


def _refused(status: int, message: str) -> tuple[dict[str, str], int]:
    return {"Message": message}, status
