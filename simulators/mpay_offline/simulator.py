"""mPay as an agent without a line: lays a file of payments on its web page, gets one of outcomes back (P 1, 4)."""

from __future__ import annotations

from typing import Any

from partnerlab.families import offline_agent
from partnerlab.lab.partners.partner_world import PartnerWorld, RecordFile, Sending

AGENT = "MPY"


def payment_file(
    world: PartnerWorld, *, payments: list[dict[str, Any]], day: str | None = None, sequence: int = 1
) -> Sending:
    """Lay down a day's payments. Each names a `bill` (or `reference` and `invoice`) and may say `amount` in satang."""
    yield from offline_agent.payment_file(world, AGENT, payments, day, sequence)


def response_file(world: PartnerWorld, file: RecordFile) -> None:
    """Read our side's answer: the outcome of each payment."""
    offline_agent.note_outcomes(world, file)
