"""A real partner in the place of its simulator: what our side asks of it passes the journal and is judged, both ways.

A message that breaks the contract or leaves the agreed data never gets that far: it is refused here, as the simulator
would, for a rehearsal must not send to anybody what was not agreed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab.partners.registry import Partner, Registry, RegistryError
from partnerlab.lab.system_under_test import Channel, Unreachable

if TYPE_CHECKING:
    from partnerlab.lab.lab import Lab

_OF_THE_LINE = {"host", "connection", "content-length", "transfer-encoding", "content-encoding", "accept-encoding"}
"""Headers of one hop: the lab's own connections have theirs."""


class RealPartners(dict[str, Channel]):
    """The partners that are real in this run, by name, each with the channel to it."""

    trouble: str | None = None

    def towards(self, gateway: Partner, partner: Partner) -> Channel | None:
        """Where a call goes that is not simulated: to the partner itself, or to the real gateway before it."""
        return self.get(partner.name) or self.get(gateway.name)

    def ask(self, channel: Channel, message: Request) -> Answer:
        """What the real partner answers; an answer that never comes, with the trouble kept, if it cannot be reached."""
        try:
            found = channel.call(
                Request(message.method, message.path, message.query, _carried(message.headers), message.raw)
            )
        except Unreachable as bad:
            self.trouble = str(bad)
            return Answer(delay=math.inf)
        return Answer(found.status, _carried(found.headers), found.raw)

    def close(self) -> None:
        for channel in self.values():
            channel.close()


def _carried(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in _OF_THE_LINE}


def real_partner(kit: Registry, told: str) -> tuple[str, str]:
    """Name and address out of `PARTNER=URL`; `RegistryError` says what is wrong with either."""
    name, _, url = told.partition("=")
    if not url.startswith(("http://", "https://")):
        raise RegistryError(f"'{told}' is not PARTNER=URL, as in dga_gdx=https://gateway.example:8443")
    if kit.partner(name).provider is None:
        asked = ", ".join(partner.name for partner in kit.partners.values() if partner.provider)
        raise RegistryError(f"our side asks nothing of {name} over HTTP; it asks: {asked}")
    return name, url


def is_real(lab: Lab, partner: str) -> bool:
    """Whether a partner, or the gateway before it, is a real one."""
    return partner in lab.reals or (lab.kit.partner(partner).behind or "") in lab.reals
