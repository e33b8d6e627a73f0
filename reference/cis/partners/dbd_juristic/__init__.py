"""The register of juristic persons, behind the data exchange."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners.dbd_juristic.register import ask_company
from reference.cis.service_requests.registers import CompanyOf

ADAPTER = Adapter(through="dga_gdx", registers={CompanyOf: ask_company})
