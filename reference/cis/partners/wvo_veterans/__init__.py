"""The War Veterans Organization's register of veterans, behind Linkage Center."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners.wvo_veterans.register import ask_veteran
from reference.cis.service_requests.registers import VeteranOf

ADAPTER = Adapter(through="dga_gdx", registers={VeteranOf: ask_veteran})
