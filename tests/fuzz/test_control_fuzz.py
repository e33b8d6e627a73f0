"""Whatever is sent to the control, it is answered as its contract says."""

from __future__ import annotations

import pytest
from schemathesis.specs.openapi.checks import positive_data_acceptance

from partnerlab.control.app import CONTRACT, Control
from partnerlab.control.controller import LabController
from partnerlab.lab.lab import Lab
from partnerlab.lab.system_under_test import nobody
from tests.fuzz.bundling import bundle
from tests.fuzz.chaining import chain, linked
from tests.fuzz.firing import Effort, fire, schema_of
from tests.pacts.links import KIT

pytestmark = pytest.mark.slow

UNFIT = {"connect"}
"""It would call whatever address the fuzzer thinks of."""


def control() -> Control:
    lab = Lab(KIT)
    lab.system = nobody()
    return Control(LabController(lab))


OPERATIONS = control().document.operations


@pytest.mark.parametrize("name", sorted(OPERATIONS.keys() - UNFIT))
def test_the_control_answers_as_its_contract_says(name: str, effort: Effort) -> None:
    """Names that nobody has are refused though they are well formed: that check alone is left out."""
    operation = OPERATIONS[name]
    schema = schema_of(bundle(KIT.documents, CONTRACT, {}), control(), effort, [])
    checks = {"excluded_checks": [positive_data_acceptance], "additional_checks": []}
    hits = fire(schema, operation.path, operation.method, checks)
    assert not hits.failures, dict(hits.first)
    assert hits.statuses


def test_a_chain_of_acts_is_answered_as_the_contract_says(effort: Effort) -> None:
    """Time, snapshots and resets in any order, in one lab that lives through them all."""
    document, steered = bundle(KIT.documents, CONTRACT, {}), control()
    del document["paths"][OPERATIONS["connect"].path]
    assert not chain(schema_of(document, steered, effort, []), effort, lambda: steered.desk.reset(), linked(CONTRACT))
    assert not steered.desk.lab.failures.errors
