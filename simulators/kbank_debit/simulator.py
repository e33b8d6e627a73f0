"""Kasikornbank debits accounts, and cards by their tokens, in files of 178 and 487 bytes (P 5.5)."""

from __future__ import annotations

from partnerlab.families import debit_bank

CODES = debit_bank.RefusalCodes(
    no_funds={"account": "101", "card": "101"},
    ended={"account": "102", "card": "105"},
    other_account="103",
    no_mandate="201",
    cancelled="202",
    over_limit="301",
    blocked="104",
    duplicate="302",
    amount_refused="303",
    unavailable="901",
    not_told="999",
)
FORM = debit_bank.ResultForm(collected="000", codes=CODES, tells_paid=True, tells_processed=True)

outstanding, result, acknowledgement = debit_bank.functions_of(FORM)

__all__ = ["acknowledgement", "outstanding", "result"]
