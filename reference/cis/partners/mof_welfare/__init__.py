"""The Ministry of Finance's register of people with low income, behind Linkage Center."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners.mof_welfare.register import ask_welfare
from reference.cis.service_requests.registers import WelfareOf

ADAPTER = Adapter(through="dga_gdx", registers={WelfareOf: ask_welfare})
