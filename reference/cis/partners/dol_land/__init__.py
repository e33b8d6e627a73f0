"""The Department of Lands' register of titles, behind Linkage Center."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners.dol_land.register import ask_land
from reference.cis.service_requests.registers import LandOf

ADAPTER = Adapter(through="dga_gdx", registers={LandOf: ask_land})
