"""Bank of Ayudhya debits by mandate, in files of 320 bytes, and in its older form of 128 (P 5.2, 5.4)."""

from __future__ import annotations

from partnerlab.families import debit_bank

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

outstanding, result, acknowledgement = debit_bank.functions_of(FORM)
outstanding_128, result_128, _ = debit_bank.functions_of(OLDER_FORM)

__all__ = ["acknowledgement", "outstanding", "outstanding_128", "result", "result_128"]
