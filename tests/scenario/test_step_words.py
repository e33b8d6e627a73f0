"""Steps in Thai and English: no job, no thing and no moment is told by its key."""

from __future__ import annotations

import re
from typing import Any

import pytest

from partnerlab import yamlio
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.scenario_loader import find, read
from partnerlab.scenario.step_text import step
from partnerlab.scenario.step_words import JOBS, THINGS, thai_moment

PARAMETERS = {"job": JOBS, "thing": THINGS}


def listed(schema: dict[str, Any]) -> set[str]:
    """The values that a schema lists."""
    return {value for part in [schema, *schema.get("anyOf", [])] for value in part.get("enum", [])}


@pytest.mark.parametrize("name", PARAMETERS)
def test_each_job_and_thing_of_the_contract_has_words_in_both_languages(name: str) -> None:
    paths = yamlio.load(Registry().root / "contracts/_test_hooks/hooks.openapi.yaml").data["paths"]
    (schema,) = [
        parameter["schema"]
        for path in paths.values()
        for operation in path.values()
        for parameter in operation.get("parameters", [])
        if parameter["name"] == name
    ]
    assert listed(schema) == set(PARAMETERS[name])


def test_every_moment_of_a_scenario_has_thai_words() -> None:
    kit = Registry()
    root = kit.root / "scenarios"
    moments = {
        found.value for file in find((root / "payment_days", root / "automatic_debit", root / "land"))
        for found in read(file, kit, root).steps if found.kind == "advance"
    }  # fmt: skip
    assert moments
    assert [text for text in moments if re.search("[a-z]", thai_moment(re.sub("of .*", "of X", text)))] == []


def test_a_file_and_a_job_are_told_by_their_titles() -> None:
    kit = Registry()
    root = kit.root / "scenarios"
    story = read(root / "automatic_debit/a_deposit_leaves_a_bill_alone_that_is_with_the_bank.yaml", kit, root)
    told = [step(found, kit)["th"] for found in story.steps]
    assert not [text for text in told if re.search(r"outstanding|payment_file|draw_deposits|cis\.account|next", text)]
