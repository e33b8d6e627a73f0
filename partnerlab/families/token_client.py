"""A partner that asks our side for an access token and sends its messages under it, until it ends (OAuth 2.0, 4.4).

Its facts say how it goes wrong. `secret`: `current`, or `old` where our side has replaced it. `token`: `current`;
`kept` where it is used beyond its end; `altered` where it is none that we gave.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from datetime import timedelta

from partnerlab.lab.partners.partner_world import Answer, OutgoingFile, OutgoingMessage, PartnerWorld, Sending

TOKEN = "token"
"""The operation that gives a token, in every such contract."""


def ask_for_token(world: PartnerWorld) -> Sending:
    """Ask our side for a token and keep it."""
    secret = world.credential("client_secret")
    body = {
        "client_id": world.credential("client_id"),
        "client_secret": secret if world.facts["secret"] == "current" else f"old-{secret}",
    }
    answer = yield OutgoingMessage(body, operation=TOKEN)
    if answer is not None and answer.status == 200:
        hold_token(world, answer.body["access_token"], answer.body["expires_in"])


def hold_token(world: PartnerWorld, token: str, seconds: int) -> None:
    """Use this token for so long."""
    world.table(TOKEN).update(value=token, ends=world.now + timedelta(seconds=seconds))


def send_with_token(
    world: PartnerWorld, message: OutgoingMessage
) -> Generator[OutgoingMessage | OutgoingFile, Answer | None, Answer | None]:
    """Send a message under a token that lives and return the answer; without one that our side gave, send nothing."""
    held = world.table(TOKEN)
    if not held or (world.now >= held["ends"] and world.facts["token"] != "kept"):
        held.clear()
        yield from ask_for_token(world)
    if not held:
        return None
    value = held["value"] if world.facts["token"] != "altered" else _altered(held["value"])
    return (yield replace(message, headers=message.headers | {"Authorization": f"Bearer {value}"}))


def _altered(token: str) -> str:
    """A token of the same form that our side never gave."""
    return token[:-16] + token[-16:][::-1]
