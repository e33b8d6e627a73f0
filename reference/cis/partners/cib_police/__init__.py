"""The Central Investigation Bureau asks for usage, at any hour."""

from __future__ import annotations

from reference.cis.adapter import Adapter
from reference.cis.messages import SubjectKind, UsageFact, UsageTerms
from reference.cis.partners._common import usage_reader

TERMS = UsageTerms(
    subjects=frozenset({SubjectKind.PERSON, SubjectKind.ACCOUNT}),
    facts=frozenset({UsageFact.BRANCH, UsageFact.ADDRESS, UsageFact.READ_ON, UsageFact.VOLUME}),
    quota=100,
)
ADAPTER = Adapter(
    needs=("office_code",),
    through="dopa_linkage",
    routes=usage_reader.routes,
    refusal=usage_reader.refusal,
    usage_terms=TERMS,
)
