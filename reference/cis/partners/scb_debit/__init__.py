"""Automatic debit through SCB."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners.scb_debit.debit_files import ScbDebitFiles

ADAPTER = Adapter(needs=("agent_code", "bank_code"), debit_files=ScbDebitFiles)
