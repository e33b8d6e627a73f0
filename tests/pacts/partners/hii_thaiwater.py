"""What the raw-water system's client sends to HII."""

from __future__ import annotations

import requests

from reference.common.clock import Clock
from reference.common.link import Link
from reference.rwc.partners._common.samlae_report import SamlaeReports
from reference.rwc.partners.hii_thaiwater import PATHS
from tests.pacts.samlae_reports import reports_to


def client(url: str, session: requests.Session) -> SamlaeReports:
    return SamlaeReports(Link("hii_thaiwater", {"url": url, "api_key": "api_key"}, session, Clock()), PATHS)


ASKED = reports_to("HII")
