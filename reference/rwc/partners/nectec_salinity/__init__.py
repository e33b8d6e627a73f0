"""NECTEC: its forecast of salinity, asked twice a day because a run may be replaced, and our reports to it."""

from __future__ import annotations

from datetime import time
from functools import partial

from reference.rwc.adapter import Adapter, Feed
from reference.rwc.partners._common.samlae_report import SamlaeReports
from reference.rwc.partners.nectec_salinity.client import Nectec

PATHS = {"water_quality": "/api/v1/provider/mwa/waterquality", "raw_water_pumping": "/api/v1/provider/mwa/pumping"}
ADAPTER = Adapter(
    called={"en": "NECTEC", "th": "NECTEC"},
    needs=("url", "api_key"),
    feeds=(
        Feed("salinity_forecast", time(7, 0), "forecast"),
        Feed("salinity_forecast_afternoon", time(13, 0), "forecast"),
    ),
    client=Nectec,
    receiver=partial(SamlaeReports, paths=PATHS),
)
