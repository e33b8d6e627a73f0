"""The Royal Irrigation Department: its dams and reservoirs, and our reports to it."""

from __future__ import annotations

from datetime import time, timedelta
from functools import partial

from reference.rwc.adapter import Adapter, Feed
from reference.rwc.partners.rid_dams.client import Rid
from reference.rwc.partners.rid_dams.raw_data import RidReports

PATHS = {"water_quality": "/api/v1/provider/mwa/waterquality", "raw_water_pumping": "/api/v1/provider/mwa/pumping"}
ADAPTER = Adapter(
    called={"en": "RID", "th": "ชป."},
    needs=("url", "api_key"),
    feeds=(Feed("dams", time(9, 0), "dam", read_again=3), Feed("reservoirs", time(9, 30), "reservoir")),
    client=Rid,
    receiver=partial(RidReports, paths=PATHS),
    maximum_age=timedelta(hours=36),
)
