"""What one answer gives is used in the next request, along the links of a contract."""

from __future__ import annotations

import pytest

from tests.fuzz.bundling import bundle
from tests.fuzz.chaining import chain, linked
from tests.fuzz.firing import Effort, schema_of
from tests.fuzz.targets import Range, Target, targets
from tests.pacts.links import KIT

pytestmark = pytest.mark.slow

WITH_LINKS = [target for target in targets() if linked(target.document.name)]


def test_some_contract_leads_from_answer_to_request() -> None:
    assert {str(target) for target in WITH_LINKS} >= {"big_c_online/as_consumer", "rid_dams/as_provider"}


@pytest.mark.parametrize("target", WITH_LINKS, ids=str)
def test_a_chain_of_requests_is_answered_as_the_contract_says(target: Target, field: Range, effort: Effort) -> None:
    field = field.of(target)
    field.ready(target)
    found = field.seeds(target)
    seeds = [seed for each in found.values() for seed in each]
    given = max((seed.given for seed in seeds), key=len, default=[])
    keys: dict[str, str] = {}
    for operation in target.document.operations.values():
        keys |= field.keys(target, operation)
    each = [field.keys_of_each(target, operation) for operation in target.document.operations.values()]
    headers = next((of_one for of_one in each if callable(of_one)), keys)
    schema = schema_of(bundle(KIT.documents, target.document.name, found), field.app(target, headers), effort, seeds)
    assert not chain(schema, effort, lambda: field.ready(target, given), linked(target.document.name))
