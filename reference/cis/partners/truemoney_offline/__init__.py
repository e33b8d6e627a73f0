"""TrueMoney's daily payment file."""

from __future__ import annotations

from reference.cis.adapter import Adapter

ADAPTER = Adapter(needs=("agent_code", "sftp_home"))
