"""The civil registration's registers in both forms of Linkage Center, and the centre that asks us for other offices."""

from __future__ import annotations

from dataclasses import replace

from reference.cis.adapter import Adapter
from reference.cis.partners.dopa_linkage.centre import Centre
from reference.cis.partners.dopa_linkage.classic import ClassicRegister, ask_person
from reference.cis.partners.dopa_linkage.linkage2 import Linkage2
from reference.cis.partners.dopa_linkage.questions import questions
from reference.cis.service_requests.registers import PersonOf

_CLASSIC = Adapter(
    through="dga_gdx",
    gateway=Centre,
    registers=questions(lambda link: ClassicRegister(link.gateway)) | {PersonOf: ask_person},
)
"""Through the data exchange."""

_DIRECT = Adapter(
    needs=("url", "agent_pid", "user_office", "digital_id_token", "job_id"),
    gateway=Linkage2,
    registers=questions(lambda link: link.client.register),
    shows={"session": lambda link: link.client.session.status()},
)
"""Asked by LINKAGE2, DOPA's own standard."""

ADAPTER = replace(_CLASSIC, forms={"direct": _DIRECT, "classic": _CLASSIC})
