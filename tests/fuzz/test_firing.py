"""The fuzzer hits what is there to be hit: an operation that breaks its contract does not get by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.fuzz.firing import Effort
from tests.fuzz.targets import Range, aims
from tests.fuzz.test_operations import strike

pytestmark = pytest.mark.slow

BREAKS: dict[str, tuple[Callable[..., Any], str]] = {
    "a status of its own": (lambda world, message: ({"Message": "no"}, 418), "UndefinedStatusCode"),
    "a body of its own": (lambda world, message: {"nothing": "to say"}, "JsonSchemaError"),
    "a media type of its own": (
        lambda world, message: ("<p/>", 200, {"Content-Type": "text/html"}),
        "UndefinedContentType",
    ),
    "no answer but an error": (lambda world, message: {}["missing"], "Received: 599"),
}

ASKED = next(aim for aim in aims() if aim.target.simulated)


@pytest.mark.parametrize("breach", BREAKS)
def test_a_broken_simulator_is_found_out(
    breach: str, field: Range, effort: Effort, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, told = BREAKS[breach]
    assert ASKED.target.link is not None
    monkeypatch.setitem(ASKED.target.link.partner.functions, ASKED.operation.id, answers)
    hits = strike(ASKED, field, Effort(examples=1))
    field.lab.failures.errors.clear()
    assert any(told in failure for failure in hits.failures), hits.failures
