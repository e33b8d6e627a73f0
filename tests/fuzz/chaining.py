"""Chains of requests along the links of a contract: what one answer gives is used in the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from tests.fuzz.firing import Effort
from tests.pacts.links import KIT

_STEPS = 4
_ROUNDS = 4


def linked(name: str) -> set[str]:
    """The operations to which an answer of the document leads."""
    items = KIT.documents.document(name)["paths"].values()
    told = [a for item in items for o in item.values() if isinstance(o, dict) for a in o["responses"].values()]
    answers = [KIT.documents.resolve(answer, name)[0] for answer in told]
    return {link["operationId"] for answer in answers for link in answer.get("links", {}).values()}


def chain(schema: Any, effort: Effort, ready: Callable[[], None], wanted: set[str]) -> set[str]:
    """Fire chains, each from a state made ready; which of the operations wanted were never answered well.

    Chance decides which links a chain follows: there are more rounds until all were, but not many.
    """
    good: Counter[str] = Counter()

    class Chain(schema.as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            ready()

        def validate_response(self, response: Any, case: Any, **more: Any) -> None:
            """Each operation by itself is held to these two elsewhere; here a link may well lead to a refusal."""
            case.validate_response(response, excluded_checks=[positive_data_acceptance, negative_data_rejection])
            good[case.operation.definition.raw["operationId"]] += response.status_code < 300

    missing = wanted
    for turn in range(_ROUNDS):
        _run(Chain, effort, (effort.seed or 0) + turn)
        if not (missing := {name for name in wanted if not good[name]}):
            break
    return missing


def _run(machine: Any, effort: Effort, seed: int) -> None:
    settings = hypothesis.settings(
        max_examples=max(effort.examples // 3, 3),  # each is a chain
        stateful_step_count=_STEPS,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    hypothesis.seed(seed)(machine).run(settings=settings)
