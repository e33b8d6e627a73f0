"""What iMind sends to our side, and what our side's client tells it of its requests."""

from __future__ import annotations

import requests

from reference.cis.adapter import Link
from reference.cis.partners._common.service_request import StatusReceiver
from reference.common.clock import Clock
from tests.pacts.passed_requests import requests_of, statuses_to

ASKED = statuses_to("imind", "R-1")
SENT = requests_of("R-1")


def client(url: str, session: requests.Session) -> StatusReceiver:
    return StatusReceiver(
        Link("imind", {"url": url, "status_key": "status_key"}, session, Clock()), "/imind/v1/requestStatus"
    )
