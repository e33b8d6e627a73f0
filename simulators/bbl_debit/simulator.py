"""Bangkok Bank debits accounts and cards by mandate, in files with tildes between the fields (P 5.5)."""

from __future__ import annotations

from typing import Any

from partnerlab.families import debit_bank
from partnerlab.lab.partners.partner_world import PartnerWorld, RecordFile, Sending

CODES = debit_bank.RefusalCodes(
    no_funds={"account": "2001", "card": "2001"},
    ended={"account": "2002", "card": "2010"},
    other_account="2003",
    no_mandate="2004",
    cancelled="2005",
    over_limit="2006",
    blocked="2007",
    duplicate="2008",
    amount_refused="2009",
    unavailable="9001",
    not_told="9999",
)
FORM = debit_bank.ResultForm(collected="0000", codes=CODES, tells_paid=True, tells_processed=True)


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
