"""The electricity authority as an agent without a line: mails a day's payments, gets their outcomes back (P 1, 4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from partnerlab.families import offline_agent
from partnerlab.lab.partners.partner_world import PartnerWorld, RecordFile, Sending

AGENT = "MEA"


def payment_file(
    world: PartnerWorld, *, payments: list[dict[str, Any]], day: str | None = None, sequence: int = 1
) -> Sending:
    """Send a day's payments. Each names a `bill` (or `reference` and `invoice`) and may say `amount` in satang."""
    yield from offline_agent.payment_file(world, AGENT, payments, day, sequence, _tail)


def response_file(world: PartnerWorld, file: RecordFile) -> None:
    """Read our side's answer: the outcome of each payment."""
    offline_agent.note_outcomes(world, file)


def _tail(paid_on: date) -> dict[str, Any]:
    return {"transaction_date": paid_on, "posting_date": paid_on}
