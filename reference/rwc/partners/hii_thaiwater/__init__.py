"""The national water data centre, which receives our reports."""

from __future__ import annotations

from reference.rwc.adapter import Adapter
from reference.rwc.partners.hii_thaiwater.client import Hii

ADAPTER = Adapter(needs=("url", "api_key"), receiver=Hii)
