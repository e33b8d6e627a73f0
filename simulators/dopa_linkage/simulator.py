"""Linkage Center asked directly (LINKAGE2): sessions of officers, jobs, and look-ups with a status for each item."""

from __future__ import annotations

from typing import Any

from partnerlab.families.public_register import is_open
from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request

from .centre import CLOSES, OPENS, admit, forward
from .items import item_results
from .sessions import (
    challenge,
    confirmed_by_card,
    confirmed_by_digital_id,
    end_session,
    new_session,
    offices,
    refusal,
    session_refusal,
)

__all__ = ["admit", "forward"]

MOST_A_DAY = 150
"""Look-ups of one user (G 4.1)."""


def login_digital_id(world: PartnerWorld, message: Request) -> Any:
    """The offices of an officer who will prove by a digital ID who he or she is."""
    return offices(world, message)


def login_card(world: PartnerWorld, message: Request) -> Any:
    """The offices of an officer with a card, and what the card has to sign."""
    return challenge(world, message)


def confirm_digital_id(world: PartnerWorld, message: Request) -> Any:
    """A token for the digital ID."""
    return confirmed_by_digital_id(world, message)


def confirm_card(world: PartnerWorld, message: Request) -> Any:
    """A token for the card."""
    return confirmed_by_card(world, message)


def renew(world: PartnerWorld, message: Request) -> Any:
    """A new token in place of one that has not ended; after its end a new log-in is needed."""
    if refused := session_refusal(world, message):
        return refused
    end_session(world, message)
    return {"token": new_session(world)}


def logout(world: PartnerWorld, message: Request) -> Any:
    """The session ends."""
    if refused := session_refusal(world, message):
        return refused
    end_session(world, message)
    return None, 204


def jobs(world: PartnerWorld, message: Request) -> Any:
    """The job that was agreed; none where the officer has lost the right to it."""
    if refused := session_refusal(world, message):
        return refused
    return {"job": [world.credential("job_id")] if world.facts["job"] != "taken away" else []}


def person(world: PartnerWorld, message: Request) -> Any:
    """The record of a person (service 1)."""
    return _look_up(world, message)


def house(world: PartnerWorld, message: Request) -> Any:
    """The house in which a person is registered (service 38)."""
    return _look_up(world, message)


def card(world: PartnerWorld, message: Request) -> Any:
    """The latest identity card, by DOPA's service 32."""
    return _look_up(world, message)


def name_changes(world: PartnerWorld, message: Request) -> Any:
    """Every change of name (9)."""
    return _look_up(world, message)


def marriage(world: PartnerWorld, message: Request) -> Any:
    """The marriage on record (33), and in the same request how it ended (34)."""
    return _look_up(world, message)


def divorce(world: PartnerWorld, message: Request) -> Any:
    """How the marriage ended (34)."""
    return _look_up(world, message)


def refuse(world: PartnerWorld, finding: Finding) -> Any:
    """A request that breaks the contract: without its token 401, else 400; a service that is not agreed 403."""
    if finding.where.lower().endswith("authorization"):
        return refusal(401, 'Header Authorization only support type "Bearer Token"')
    if finding.where == "body/data/0/serviceID":
        return refusal(403, "service not found or user has no permission", 95010)
    return refusal(400, f"Bad Request: {finding.where} {finding.rule}", 90011)


def _look_up(world: PartnerWorld, message: Request) -> Any:
    refused = session_refusal(world, message) or _job_refusal(world, message)
    sandbox = "x-use-sandbox" in message.headers or world.facts["environment"] == "sandbox"
    return refused or item_results(world, message.body["data"], sandbox)


def _job_refusal(world: PartnerWorld, message: Request) -> Any:
    """Why nothing is looked up under this job, if so."""
    if message.body["jobID"] != world.credential("job_id") or world.facts["job"] == "taken away":
        return refusal(403, "jobID not found or user has no permission")
    if not is_open(world, OPENS, CLOSES):
        return refusal(403, "job is outside its hours", 90005)
    if len(message.body["data"]) > world.facts["most_items"]:
        return refusal(400, "too many services in one request", 90011)
    looked_up = world.table("look_ups")
    today = world.now.date()
    used = looked_up.get(today, 0) + len(message.body["data"])
    if world.facts["quota"] == "used up" or used > MOST_A_DAY:
        return refusal(429, "user has no look-ups left today", 90008)
    looked_up[today] = used
    return None
