"""Krungthai debits accounts and cards by mandate: a file of 498 bytes comes back with its status filled in (P 2.5)."""

from __future__ import annotations

from typing import Any

from partnerlab.families import debit_bank
from partnerlab.lab.partners.partner_world import PartnerWorld, RecordFile, Sending

CODES = debit_bank.RefusalCodes(
    no_funds={"account": "01", "card": "01"},
    ended={"account": "02", "card": "11"},
    other_account="03",
    no_mandate="04",
    cancelled="05",
    over_limit="06",
    blocked="07",
    duplicate="08",
    amount_refused="10",
    unavailable="12",
    not_told="99",
)
FORM = debit_bank.ResultForm(collected="00", codes=CODES)


def outstanding(world: PartnerWorld, file: RecordFile) -> None:
    """Remember what is to be debited."""
    debit_bank.take_outstanding(world, file)


def result(
    world: PartnerWorld,
    *,
    batch: str | None = None,
    omitted_bills: list[Any] | None = None,
    extra_bills: list[Any] | None = None,
    changed_bills: list[dict[str, Any]] | None = None,
) -> Sending:
    """Answer a batch, the oldest that our side has not settled; what the bank errs in is of one answer only."""
    errors = debit_bank.BankErrors(omitted_bills, extra_bills, changed_bills)
    yield from debit_bank.send_result(world, FORM, batch, errors)


def acknowledgement(world: PartnerWorld, file: RecordFile) -> None:
    """Our side's word on a result."""
    debit_bank.hear_acknowledgement(world, file)
