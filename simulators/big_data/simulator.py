"""Big Data: keeps every revision of every request once, from CIS, iMind and WLMA, and says what it holds (W 5.2)."""

from __future__ import annotations

from typing import Any

from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request

VERSIONS = ("1.0",)
ROW = ("source", "requestId", "revision", "requestCode", "status")
"""What is given out again of a revision."""


def take_request(world: PartnerWorld, message: Request) -> Any:
    """Keep one revision; what is held already is refused, and so is a form of an unknown version."""
    if refusal := _refused(world, message):
        return refusal
    body = message.body
    if body["formVersion"] not in VERSIONS:
        return {"error": "UnknownVersion", "detail": f"known: {', '.join(VERSIONS)}"}, 422
    rows, key = world.table("rows"), (body["source"], body["requestId"], body["revision"])
    if key in rows:
        return {"error": "DuplicateRevision" if rows[key] == body else "RevisionConflict"}, 409
    late = any(held[:2] == key[:2] and held[2] > key[2] for held in rows)
    if world.facts["keeps"]:
        rows[key] = body
    return {"result": "success", "requestId": body["requestId"], "revision": body["revision"], "late": late}


def held_requests(world: PartnerWorld, message: Request) -> Any:
    """Every revision held of one sender's requests, in no order: the newest come first here."""
    held = [row for key, row in world.table("rows").items() if key[0] == message.query["source"]]
    rows = [{name: row[name] for name in ROW if name in row} for row in reversed(held)]
    return _refused(world, message) or {"data": rows}


def refuse(world: PartnerWorld, finding: Finding) -> Any:
    """A message that is not as agreed."""
    if finding.where == "query/token":
        return {"error": "UnknownToken"}, 401
    return {"error": "BadRequest", "detail": finding.where}, 400


def _refused(world: PartnerWorld, message: Request) -> Any:
    if message.query.get("token") == world.credential("data_key"):
        return None
    return {"error": "UnknownToken"}, 401
