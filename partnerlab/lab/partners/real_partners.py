"""Real partners in place of simulators (`--real`): our side's calls are journalled and judged both ways.

A message that breaks the contract or leaves the agreed data never gets that far: it is refused here, as the simulator
would, for a rehearsal must not send out data that was not agreed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab.channels.channel import HttpChannel, Unreachable
from partnerlab.lab.partners.partner import Partner, RegistryError
from partnerlab.lab.partners.registry import Registry

_OF_THE_LINE = {"host", "connection", "content-length", "transfer-encoding", "content-encoding", "accept-encoding"}
"""Headers of one hop: the lab's own connections have theirs."""


class RealPartners(dict[str, HttpChannel]):
    """The partners that are real in this run, by name, each with the channel to it."""

    trouble: str | None = None

    def towards(self, gateway: Partner, partner: Partner) -> HttpChannel | None:
        """Where a call goes that is not simulated: to the partner itself, or to the real gateway before it."""
        return self.get(partner.name) or self.get(gateway.name)

    def ask(self, channel: HttpChannel, message: Request) -> Answer:
        """What the real partner answers; an answer that never comes, with the trouble kept, if it cannot be reached."""
        try:
            found = channel.call(
                Request(message.method, message.path, message.query, _carried(message.headers), message.raw)
            )
        except Unreachable as bad:
            self.trouble = str(bad)
            return Answer(delay=math.inf)
        return Answer(found.status, _carried(found.headers), found.raw)

    def covers(self, partner: Partner) -> bool:
        """Whether a partner, or the gateway before it, is a real one."""
        return partner.name in self or (partner.behind or "") in self

    def reset(self) -> None:
        self.trouble = None

    def snapshot(self) -> Any:
        return None

    def restore(self, state: Any) -> None:
        self.reset()

    def busy(self) -> str | None:
        return None

    def run_due(self) -> int:
        return 0

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
