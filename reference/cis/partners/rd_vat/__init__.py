"""The Revenue Department's VAT register, behind Linkage Center."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners.rd_vat.register import ask_vat
from reference.cis.service_requests.registers import VatOf

ADAPTER = Adapter(through="dga_gdx", registers={VatOf: ask_vat})
