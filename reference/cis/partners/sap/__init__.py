"""SAP, which gives the list of materials."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners.sap.client import Materials
from reference.cis.partners.sap.routes import refusal, routes
from reference.cis.service_requests.registers import AllMaterials

ADAPTER = Adapter(
    needs=("url", "user_basic"),
    routes=routes,
    refusal=refusal,
    registers={AllMaterials: lambda link: Materials(link).all},
)
