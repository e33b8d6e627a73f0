"""Bank of Ayudhya debits by mandate, in files of 320 bytes, and in its older form of 128 (P 5.2, 5.4)."""

from __future__ import annotations

from typing import Any

from partnerlab.families import debit_bank
from partnerlab.lab.partners.partner_world import PartnerWorld, RecordFile, Sending

CODES = debit_bank.RefusalCodes(
    no_funds={"account": "NF", "card": "NF"},
    ended={"account": "CL", "card": "EX"},
    other_account="NA",
    no_mandate="NM",
    cancelled="CX",
    over_limit="LM",
    blocked="BK",
    duplicate="DP",
    amount_refused="IA",
    unavailable="SV",
    not_told="OT",
)
FORM = debit_bank.ResultForm(collected="00", codes=CODES)
OLDER_FORM = debit_bank.ResultForm(name="_128", collected="00", codes=CODES)


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


def outstanding_128(world: PartnerWorld, file: RecordFile) -> None:
    """Remember what is to be debited, of a file in the older form."""
    debit_bank.take_outstanding(world, file, OLDER_FORM.name)


def result_128(
    world: PartnerWorld,
    *,
    batch: str | None = None,
    omitted_bills: list[Any] | None = None,
    extra_bills: list[Any] | None = None,
    changed_bills: list[dict[str, Any]] | None = None,
) -> Sending:
    """Answer a batch that came in the older form."""
    errors = debit_bank.BankErrors(omitted_bills, extra_bills, changed_bills)
    yield from debit_bank.send_result(world, OLDER_FORM, batch, errors)


def acknowledgement(world: PartnerWorld, file: RecordFile) -> None:
    """Our side's word on a result."""
    debit_bank.hear_acknowledgement(world, file)
