"""Schemathesis over one operation, in all its phases that need no server, each answer held against the contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import hypothesis
import schemathesis
from hypothesis import HealthCheck
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.feedback import NO_FEEDBACK

# What `@schema.parametrize()` runs; that decorator needs a plugin which costs every other test run two seconds.
from schemathesis.pytest._test_builder import build_operation_test

from tests.fuzz.seeds import Seed

_TRIED = 0.5
"""How often a generated value is one that is known to exist."""

Check = Callable[[Any, Any], None]


@dataclass(frozen=True)
class Effort:
    """How long to try; without a seed every run is the same."""

    examples: int
    seed: int | None = None


@dataclass
class Hits:
    """What was answered, by status, and every failure once with how often it came."""

    statuses: Counter[int] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)

    def add(self, failures: Iterable[str], case: Any) -> None:
        """Failures of one message; how to send it again is kept of the first with each."""
        for failure in failures:
            self.failures[failure] += 1
            if failure not in self.first:
                self.first[failure] = case.as_curl_command()

    @property
    def good(self) -> int:
        return sum(count for status, count in self.statuses.items() if 200 <= status < 300)


def schema_of(document: dict[str, Any], app: Any, effort: Effort, seeds: list[Seed]) -> Any:
    """A document for the fuzzer, answered by a WSGI application."""
    settings = _settings(effort) | _known(seeds, _selecting(document))
    schema = schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_dict(settings))
    schema.app = app
    if effort.seed is not None:
        schema.config.seed = effort.seed
    return schema


def fire(schema: Any, path: str, method: str, checks: dict[str, Any]) -> Hits:
    """Examples, coverage and fuzzing of one operation; nothing stops at the first failure."""
    hits, operation = Hits(), schema[path][method]

    def one(case: Any) -> None:
        response = case.call()
        if response.request.method == method:
            hits.statuses[response.status_code] += 1
        try:
            case.validate_response(response, **checks)
        except BaseExceptionGroup as found:
            hits.add(map(_told, found.exceptions), case)

    settings = hypothesis.settings(deadline=None, suppress_health_check=list(HealthCheck), database=None)
    build_operation_test(
        config=schema.config,
        operation=operation,
        test_func=one,
        given_kwargs={},
        feedback=NO_FEEDBACK,
        explicit_settings=settings,
    )()
    return hits


def _told(failure: BaseException) -> str:
    return f"{type(failure).__name__}: {' | '.join(line for line in str(failure).splitlines() if line)}"


_MAY_MEET = ["2xx", "3xx", "401", "403", "404", "409", "422", "429", "5xx"]
"""What well-formed data may be answered: 422 beside 400 refuses what was understood."""


def _settings(effort: Effort) -> dict[str, Any]:
    return {
        "checks": {"positive_data_acceptance": {"expected-statuses": _MAY_MEET}},
        "generation": {
            "max-examples": effort.examples,
            "deterministic": effort.seed is None,
            "database": "none",
            "mode": "all",
        },
    }


def _selecting(document: dict[str, Any]) -> set[str]:
    """The places that say which operation of an address is meant: another value there makes another message."""
    told = [each for item in document["paths"].values() for each in item.values() if isinstance(each, dict)]
    return {each["x-operations"]["by"].replace("/", ".") for each in told if "by" in each.get("x-operations", {})}


def _known(seeds: list[Seed], selecting: set[str]) -> dict[str, Any]:
    """Dictionaries of values that exist, for each place in which the seeds have one."""
    values: dict[str, list[Any]] = {}
    for seed in seeds:
        for place, found in (("query", seed.request.query), ("path", seed.request.params), ("body", seed.body)):
            for name, value in found.items() if isinstance(found, dict) else ():
                if isinstance(value, str | int) and not isinstance(value, bool) and f"{place}.{name}" not in selecting:
                    values.setdefault(f"{place}.{name}", []).append(value)
    return {
        "dictionaries": {name.replace(".", "-"): {"values": list(dict.fromkeys(v))} for name, v in values.items()},
        "parameters": {name: {"dictionary": name.replace(".", "-"), "probability": _TRIED} for name in values},
    }
