"""The civil registration's registers, behind the data exchange."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners.dopa_linkage.register import QUESTIONS

ADAPTER = Adapter(through="dga_gdx", registers=QUESTIONS)
