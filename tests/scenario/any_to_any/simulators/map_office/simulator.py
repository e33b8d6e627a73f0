"""A map office: says where a house stands, and passes on what a surveyor sends, with a key of its own."""

from __future__ import annotations

from typing import Any

from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request


def locate(world: PartnerWorld, message: Request) -> Any:
    """Where a house stands."""
    if message.headers["map-key"] != world.credential("map_key"):
        return {"message": "another key"}, 403
    world.table("located")[message.params["house"]] = world.now
    house = world.find(message.params["house"])
    return {"latitude": f"{house.latitude:.6f}"} | world.facts["beside"]


def admit(world: PartnerWorld, message: Request) -> Any:
    """Let every call pass."""


def refuse(world: PartnerWorld, finding: Finding) -> Any:
    """A call that breaks the contract."""
    return {"message": finding.where}, 403


def forward(world: PartnerWorld, partner: str, message: Request) -> Request:
    """Add the key by which our side knows the office."""
    return message.with_headers({**message.headers, "consumer-key": world.credential("inbound_key", of="biz_portal")})
