"""The national water data centre, which receives our reports and keeps what others no longer tell."""

from __future__ import annotations

from functools import partial

from reference.rwc.adapter import Adapter
from reference.rwc.partners._common.samlae_report import SamlaeReports
from reference.rwc.partners.hii_thaiwater.data_service import DataService

PATHS = {
    "water_quality": "/api/v1/thaiwater30/provider/mwa/waterquality",
    "raw_water_pumping": "/api/v1/thaiwater30/provider/mwa/pumping",
}
ADAPTER = Adapter(needs=("url", "api_key"), receiver=partial(SamlaeReports, paths=PATHS), archive=DataService)
