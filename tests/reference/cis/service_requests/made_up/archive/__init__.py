"""A partner that no other part of the project knows and that hears of every request."""

from __future__ import annotations

from typing import Any

from reference.cis.adapter import Adapter, Link
from reference.cis.messages import StatusChanged
from reference.common.outbox import DELIVERED, TROUBLE, Delivery


class Archive:
    hears_all = True

    def __init__(self, link: Link) -> None:
        self._link = link

    def message(self, change: StatusChanged) -> dict[str, Any] | None:
        return {"from": change.request.origin, "number": change.number, "status": change.status}

    def deliver(self, message: dict[str, Any]) -> Delivery:
        answer = self._link.session.post(f"{self._link.url}/archive", json=message, timeout=self._link.timeout)
        return Delivery(DELIVERED if answer.ok else TROUBLE, str(answer.status_code))


ADAPTER = Adapter(needs=("url",), listener=Archive)
