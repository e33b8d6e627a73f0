"""Automatic debit through SCB: files of 200 columns; of 80 up to the day of the change."""

from __future__ import annotations

from reference.cis.adapter import Adapter, Link
from reference.cis.partners._common.debit_bank import TableDebitFiles
from reference.cis.partners.scb_debit import current_form, older_form


def _files(link: Link) -> TableDebitFiles:
    return TableDebitFiles(link, current_form.FORM, older_form.FORM)


ADAPTER = Adapter(needs=("agent_code", "bank_code"), debit_files=_files)
