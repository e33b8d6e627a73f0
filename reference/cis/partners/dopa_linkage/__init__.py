"""The civil registration's registers, behind the data exchange; and the centre that asks us for other offices."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.partners.dopa_linkage.centre import Centre
from reference.cis.partners.dopa_linkage.register import QUESTIONS

ADAPTER = Adapter(through="dga_gdx", gateway=Centre, registers=QUESTIONS)
