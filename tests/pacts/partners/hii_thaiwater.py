"""What the raw-water system's clients send to HII, and fetch from its data service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import requests

from reference.common.clock import Clock
from reference.common.link import Link
from reference.rwc.partners._common.samlae_report import SamlaeReports
from reference.rwc.partners.hii_thaiwater import PATHS
from reference.rwc.partners.hii_thaiwater.data_service import DataService
from tests.pacts.interactions import Asked, answered, state
from tests.pacts.samlae_reports import reports_to

BEFORE = date(2026, 1, 4)
_ROW = {
    "dam_date": BEFORE.isoformat(), "dam_storage": 8120.4, "dam_storage_percent": 0, "dam_inflow": 14.79,
    "dam_uses_water": 4320.4, "dam_released": 5.5,
    "dam": {"dam_name": {"th": "ภูมิพล"}, "normal_storage": 13462.5, "uses_water": 9662.5},
    "agency": {"agency_shortname": {"th": "", "en": "EGAT"}},
}  # fmt: skip


class Client(SamlaeReports):
    """Both halves of the link."""

    def __init__(self, link: Link) -> None:
        super().__init__(link, PATHS)
        self.data_service = DataService(link)


def client(url: str, session: requests.Session) -> Client:
    settings = {"url": url, "api_key": "api_key", "order_id": "order_id"}
    return Client(Link("hii_thaiwater", settings, session, Clock()))


def _reads(hii: Client, names: Mapping[str, Any]) -> None:
    told = {reading.parameter: reading.quality for reading in hii.data_service.day("dams of EGAT", BEFORE)}
    assert told == dict.fromkeys(("volume", "usable", "inflow", "outflow"), "good")


ASKED = [
    *reports_to("HII"),
    Asked(
        "EGAT's dams of a day that has passed",
        "ordered_data",
        _reads,
        answered(200, [_ROW], exactly="dam_date"),
        (state("MWA's order is good"),),
    ),
]
