"""Bangkok Bank debits accounts and cards by mandate, in files with tildes between the fields (P 5.5)."""

from __future__ import annotations

from partnerlab.families import debit_bank

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

outstanding, result, acknowledgement = debit_bank.functions_of(FORM)

__all__ = ["acknowledgement", "outstanding", "result"]
