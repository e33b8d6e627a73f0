"""e-Services, on the web: log-in by telephone or number; no payments of arrears or of debit customers (A 5.3)."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners._common.citizens import channel
from reference.cis.partners._common.citizens.notices import NoticeClient

ADAPTER = Adapter(
    needs=("url", "agent_code", "app_key", "notice_key"),
    routes=channel.routes("/api/web", log_in_names="0[0-9]{9}|[0-9]{13}"),
    refusal=channel.refusal,
    listener=NoticeClient,
    citizen_channel=NoticeClient,
)
