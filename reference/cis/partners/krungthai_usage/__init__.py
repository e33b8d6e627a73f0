"""Krungthai Bank asks for the usage of a customer whose welfare card it settles."""

from __future__ import annotations

from datetime import time

from reference.cis.adapter import Adapter
from reference.cis.messages import ServiceHours, SubjectKind, UsageFact, UsageTerms
from reference.cis.partners._common import usage_reader

TERMS = UsageTerms(
    subjects=frozenset({SubjectKind.ACCOUNT}),
    facts=frozenset({UsageFact.VOLUME, UsageFact.AMOUNT}),
    quota=200,
    months=2,
    needs_reference=False,
    hours=ServiceHours(time(6), time(22), every_day=True),
)
ADAPTER = Adapter(
    needs=("office_code",),
    through="dopa_linkage",
    routes=usage_reader.routes,
    refusal=usage_reader.refusal,
    usage_terms=TERMS,
)
