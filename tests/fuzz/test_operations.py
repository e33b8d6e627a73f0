"""Whatever is sent to an operation, it is answered as its contract says, and well where it should be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from partnerlab.contract.document_store import split
from partnerlab.contract.findings import failures
from partnerlab.lab.exchange.operation_handler import TOLERATED
from tests.fuzz.bundling import bundle
from tests.fuzz.firing import Effort, Hits, fire, schema_of
from tests.fuzz.targets import Aim, Range, aims
from tests.pacts.links import KIT

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("aim", aims(), ids=str)
def test_an_operation_answers_as_its_contract_says(aim: Aim, field: Range, effort: Effort) -> None:
    field = field.of(aim.target)
    hits = strike(aim, field, effort)
    assert not hits.failures, f"{effort}\n{_listed(hits)}"
    assert not field.lab.failures.errors
    assert hits.good or aim.operation.id in _SHOWN_BY_PACTS or aim.operation.proved_by, (
        f"never answered well: {dict(hits.statuses)}; a pact of this operation would show how"
    )


_SHOWN_BY_PACTS = {"upload_file", "download_file"}
"""A form in parts, and an address that is good once: their pacts show them answered well; the fuzzer finds no such."""


def strike(aim: Aim, field: Range, effort: Effort) -> Hits:
    """Fire at one operation, in the state that most of its known messages take for given."""
    target, operation = aim.target, aim.operation
    field.ready(target)
    seeds = field.seeds(target)
    own = seeds.get(operation.id, [])
    field.ready(target, max((seed.given for seed in own), key=len, default=()))
    document = bundle(KIT.documents, target.document.name, seeds, field.body_keys(target))
    schema = schema_of(document, field.app(target, field.keys_of_each(target, operation)), effort, own)
    return fire(schema, operation.path, operation.method, _checks(aim, field))


def _checks(aim: Aim, field: Range) -> dict[str, Any]:
    """All that the fuzzer has, but where the contract itself says why one cannot hold."""
    excluded = [check for check, holds_not in _EXCUSED.items() if holds_not(aim)]
    own = [_judges_agree(field)] if aim.target.simulated else []
    return {"excluded_checks": excluded, "additional_checks": own}


def _may_refuse(aim: Aim) -> bool:
    """A partner refuses for its own reasons what is well formed; which words a job needs, its path says."""
    return aim.target.simulated or any(each.choices for each in aim.operation.parameters if each.place == "path")


def _refuses_inside_200(aim: Aim) -> bool:
    """What is broken is refused with 200: the contract knows no other way, or the answers to both look alike."""
    answers = _answers(aim)
    if aim.operation.refused_by and not answers.keys() & {"400", "404", "422"}:
        return True
    refusals = (_shapes(aim, answer) for status, answer in answers.items() if status.startswith("4"))
    return bool(set().union(*refusals) & _shapes(aim, answers.get("200", {})))


def _fails_as_agreed(aim: Aim) -> bool:
    """The contract has a 500 that is an answer. A simulator that breaks answers 599, which no contract has."""
    return aim.target.simulated and "500" in _answers(aim)


def _answers(aim: Aim) -> dict[str, Any]:
    document = KIT.documents.document(aim.target.document.name)
    found: dict[str, Any] = document["paths"][aim.operation.path][aim.operation.method.lower()]["responses"]
    return found


def _shapes(aim: Aim, answer: dict[str, Any]) -> set[str]:
    found, name, _ = KIT.documents.resolve(answer, aim.target.document.name)
    schemas = [content["schema"] for content in found.get("content", {}).values() if "schema" in content]
    parts = [part for schema in schemas for part in schema.get("anyOf", [schema])]
    return {f"{split(part['$ref'], name)}" for part in parts if "$ref" in part}


_EXCUSED: dict[Any, Callable[[Aim], bool]] = {
    positive_data_acceptance: _may_refuse,
    negative_data_rejection: _refuses_inside_200,
    not_a_server_error: _fails_as_agreed,
}


OF_DATES = ("date", "calendar", "era", "range", "time of the message")
"""The fuzzer knows the pattern of a date, but neither calendar and era (`x-date`) nor the clock (`x-message-time`)."""


def _judges_agree(field: Range) -> Any:
    """Two judges who know nothing of one another: what the fuzzer calls well formed, ours must not find broken."""

    def judges_agree(context: Any, response: Any, case: Any) -> None:
        last = next(reversed(list(field.lab.journal)))
        if case.meta.generation.mode.is_positive and last.operation != "?":
            broken = [f for f in failures(last.findings) if f.side == "request"]
            found = [str(finding) for finding in broken if finding.rule not in TOLERATED + OF_DATES]
            assert not found, f"the fuzzer finds this well formed, our judge does not: {found}"

    return judges_agree


def _listed(hits: Hits) -> str:
    return "\n".join(f"{count} x {told}\n  {hits.first[told]}" for told, count in hits.failures.most_common(10))
