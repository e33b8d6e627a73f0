"""The register of juristic persons, behind the data exchange or by its open API."""

from __future__ import annotations

from dataclasses import replace

from reference.cis.adapter import Adapter
from reference.cis.partners.dbd_juristic.open_api import ask_open_api
from reference.cis.partners.dbd_juristic.register import ask_company
from reference.cis.service_requests.registers import CompanyOf

_V4 = Adapter(through="dga_gdx", registers={CompanyOf: ask_company})
_OPEN_API = Adapter(needs=("url",), registers={CompanyOf: ask_open_api})
ADAPTER = replace(_V4, forms={"v4": _V4, "open_api": _OPEN_API})
