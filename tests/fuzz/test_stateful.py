"""What one answer gives is used in the next request, along the links of a contract."""

from __future__ import annotations

from collections import Counter
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from tests.fuzz.bundling import bundle
from tests.fuzz.firing import Effort, schema_of
from tests.fuzz.targets import Range, Target, targets
from tests.pacts.links import KIT

pytestmark = pytest.mark.slow

_STEPS = 4


def _linked(target: Target) -> set[str]:
    """The operations to which an answer of the document leads."""
    library, name = KIT.documents, target.document.name
    items = library.document(name)["paths"].values()
    told = [a for item in items for o in item.values() if isinstance(o, dict) for a in o["responses"].values()]
    answers = [library.resolve(answer, name)[0] for answer in told]
    return {link["operationId"] for answer in answers for link in answer.get("links", {}).values()}


WITH_LINKS = [target for target in targets() if _linked(target)]


def test_some_contract_leads_from_answer_to_request() -> None:
    assert {str(target) for target in WITH_LINKS} >= {"big_c_online/as_consumer", "rid_dams/as_provider"}


@pytest.mark.parametrize("target", WITH_LINKS, ids=str)
def test_a_chain_of_requests_is_answered_as_the_contract_says(target: Target, field: Range, effort: Effort) -> None:
    field.ready(target)
    found = field.seeds(target)
    seeds = [seed for each in found.values() for seed in each]
    given = max((seed.given for seed in seeds), key=len, default=[])
    keys: dict[str, str] = {}
    for operation in target.document.operations.values():
        keys |= field.keys(target, operation)
    schema = schema_of(bundle(KIT.documents, target.document.name, found), field.app(target, keys), effort, seeds)
    good: Counter[str] = Counter()

    class Chain(schema.as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            field.ready(target, given)

        def validate_response(self, response: Any, case: Any, **more: Any) -> None:
            """Each operation by itself is held to these two elsewhere; here a link may well lead to a refusal."""
            case.validate_response(response, excluded_checks=[positive_data_acceptance, negative_data_rejection])
            good[case.operation.definition.raw["operationId"]] += response.status_code < 300

    _run(Chain, effort)
    assert _linked(target) <= {name for name, count in good.items() if count}


def _run(machine: Any, effort: Effort) -> None:
    settings = hypothesis.settings(
        max_examples=max(effort.examples // 3, 3),  # each is a chain
        stateful_step_count=_STEPS,
        derandomize=effort.seed is None,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    if effort.seed is not None:
        machine = hypothesis.seed(effort.seed)(machine)
    machine.run(settings=settings)
