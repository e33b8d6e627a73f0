"""The Biz Portal."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners.biz_portal.client import Portal
from reference.cis.partners.biz_portal.files import PortalFiles
from reference.cis.partners.biz_portal.routes import refusal, routes

ADAPTER = Adapter(
    needs=("url", "consumer_key"), routes=routes, refusal=refusal, listener=Portal, paper_source=PortalFiles
)
