"""The Royal Irrigation Department's dams and reservoirs."""

from __future__ import annotations

from datetime import time, timedelta

from reference.rwc.adapter import Adapter, Feed
from reference.rwc.partners.rid_dams.client import Rid

ADAPTER = Adapter(
    needs=("url",),
    feeds=(Feed("dams", time(9, 0), "dam", read_again=3), Feed("reservoirs", time(9, 30), "reservoir")),
    client=Rid,
    maximum_age=timedelta(hours=36),
)
