"""Krungthai debits accounts and cards by mandate: a file of 498 bytes comes back with its status filled in (P 2.5)."""

from __future__ import annotations

from partnerlab.families import debit_bank

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

outstanding, result, acknowledgement = debit_bank.functions_of(FORM)

__all__ = ["acknowledgement", "outstanding", "result"]
