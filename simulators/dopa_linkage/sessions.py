"""Sessions of officers at LINKAGE2: they begin with a login and its confirmation, are renewed, and end (G 4.1)."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from partnerlab.lab.partners.partner_world import PartnerWorld, Request

LIFE = timedelta(minutes=60)
"""How long a token lives: so long one client takes it to (G 4.1)."""

OFFICE = "การประปานครหลวง"
BEARER = "Bearer "

Refusal = tuple[dict[str, Any], int]


def refusal(status: int, text: str, number: int | None = None) -> Refusal:
    """Why nothing is answered, as LINKAGE2 words it."""
    return {"errorMessage": text} | ({} if number is None else {"errorNumber": number}), status


def offices(world: PartnerWorld, message: Request) -> Any:
    """The offices of a registered officer; `Not Found` for any other."""
    if _number(message.body["personalID"]) != world.credential("agent_pid"):
        return refusal(404, "Not Found")
    return {"office": [{"id": world.credential("user_office"), "name": OFFICE}]}


def challenge(world: PartnerWorld, message: Request) -> Any:
    """The same for an officer with a card, and what the card has to sign."""
    found = offices(world, message)
    if isinstance(found, tuple):
        return found
    office = world.credential("user_office")
    if message.body["chipNo"] != world.credential("chip_number") or str(message.body.get("officeID", office)) != office:
        return refusal(404, "Not Found")
    text = world.guid()
    world.table("challenges")[text] = world.now
    return found | {"random": text}


def confirmed_by_digital_id(world: PartnerWorld, message: Request) -> Any:
    """A token for who gives the digital ID's own token of this officer."""
    body = message.body
    proves = (
        world.facts["digital_id"] == "valid"
        and _number(body["personalID"]) == world.credential("agent_pid")
        and body["accessToken"] == world.credential("digital_id_token")
    )
    return _confirmed(world, body, proves)


def confirmed_by_card(world: PartnerWorld, message: Request) -> Any:
    """A token for who signs what the login gave, once, while the card is in the reader."""
    body = message.body
    given = world.table("challenges").pop(body["random"], None)
    signed = hashlib.sha256((body["random"] + world.credential("chip_number")).encode()).hexdigest()
    in_reader = world.facts["officer"] != "AgentNotAvailable"
    return _confirmed(world, body, given is not None and in_reader and body["envelope"] == signed)


def session_refusal(world: PartnerWorld, message: Request) -> Refusal | None:
    """Nothing for a token that lives, else why it opens nothing."""
    header = message.headers.get("authorization", "")
    if not header.startswith(BEARER):
        return refusal(401, 'Header Authorization only support type "Bearer Token"')
    given: datetime | None = world.table("sessions").get(header.removeprefix(BEARER))
    if given is None or world.now - given >= LIFE:
        return refusal(401, "token is expired", 90043)
    return None


def new_session(world: PartnerWorld) -> str:
    """The token of a session that begins now."""
    token = world.guid()
    world.table("sessions")[token] = world.now
    return token


def end_session(world: PartnerWorld, message: Request) -> None:
    """The token of this message opens nothing any more."""
    world.table("sessions").pop(message.headers["authorization"].removeprefix(BEARER), None)


def _confirmed(world: PartnerWorld, body: Any, proves: bool) -> Any:
    if not proves or str(body["officeID"]) != world.credential("user_office"):
        return refusal(401, "Unauthorized", 90001)
    return {"token": new_session(world)}, 201


def _number(value: Any) -> str:
    """A PID that came as text or as a number."""
    return str(value).zfill(13)
