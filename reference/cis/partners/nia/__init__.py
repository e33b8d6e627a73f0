"""The National Intelligence Agency asks for usage."""

from __future__ import annotations

from datetime import time

from reference.cis.adapter import Adapter
from reference.cis.messages import ServiceHours, SubjectKind, UsageFact, UsageTerms
from reference.cis.partners._common import usage_reader

TERMS = UsageTerms(
    subjects=frozenset({SubjectKind.PERSON, SubjectKind.ACCOUNT}),
    facts=frozenset({UsageFact.BRANCH, UsageFact.ADDRESS, UsageFact.VOLUME}),
    quota=20,
    hours=ServiceHours(time(8, 30), time(16, 30)),
)
ADAPTER = Adapter(
    needs=("office_code",),
    through="dopa_linkage",
    routes=usage_reader.routes,
    refusal=usage_reader.refusal,
    usage_terms=TERMS,
)
