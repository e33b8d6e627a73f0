"""The Office of the National Water Resources, which receives our reports."""

from __future__ import annotations

from functools import partial

from reference.rwc.adapter import Adapter
from reference.rwc.partners._common.samlae_report import SamlaeReports

PATHS = {"water_quality": "/api/v1/provider/mwa/waterquality", "raw_water_pumping": "/api/v1/provider/mwa/pumping"}
ADAPTER = Adapter(needs=("url", "api_key"), receiver=partial(SamlaeReports, paths=PATHS))
