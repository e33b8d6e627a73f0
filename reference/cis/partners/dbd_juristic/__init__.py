"""The register of juristic persons, behind the data exchange or by its open API."""

from __future__ import annotations

from dataclasses import replace

from reference.cis.adapter import Adapter
from reference.cis.partners.dbd_juristic.open_api import ask_open_api
from reference.cis.partners.dbd_juristic.register import ask_company
from reference.cis.partners.dbd_juristic.version_7 import ask_version_7
from reference.cis.service_requests.registers import CompanyOf

_V4 = Adapter(through="dga_gdx", registers={CompanyOf: ask_company})
_V7 = Adapter(through="dga_gdx", registers={CompanyOf: ask_version_7})
_OPEN_API = Adapter(needs=("url",), registers={CompanyOf: ask_open_api})
ADAPTER = replace(_V4, forms={"v4": _V4, "v7": _V7, "open_api": _OPEN_API})
