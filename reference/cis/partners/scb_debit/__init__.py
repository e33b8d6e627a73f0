"""Automatic debit through SCB."""

from __future__ import annotations

from reference.cis.adapter import Adapter

ADAPTER = Adapter(needs=("agent_code", "bank_code", "sftp_home"))
