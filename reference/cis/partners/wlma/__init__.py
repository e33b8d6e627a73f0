"""WLMA, management of leakage: it sends leaks and repairs and hears of their statuses."""

from __future__ import annotations

from functools import partial

from reference.cis.adapter import Adapter
from reference.cis.partners._common.service_request import StatusReceiver, refusal, routes

ADAPTER = Adapter(
    needs=("url", "status_key"),
    routes=routes,
    refusal=refusal,
    listener=partial(StatusReceiver, path="/wlmaManager/requestStatus/"),
)
