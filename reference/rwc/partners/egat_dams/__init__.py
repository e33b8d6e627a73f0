"""The dams that EGAT operates."""

from __future__ import annotations

from datetime import time, timedelta

from reference.rwc.adapter import Adapter, Feed
from reference.rwc.partners.egat_dams.client import Egat

ADAPTER = Adapter(
    called={"en": "EGAT", "th": "กฟผ."},
    needs=("url", "api_key"),
    feeds=(Feed("egat_dams", time(9, 15), "dam", archived="dams of EGAT"),),
    client=Egat,
    maximum_age=timedelta(hours=36),
)
