"""The page on the scenario language names every word there is, and no other."""

from __future__ import annotations

from pathlib import Path

from partnerlab.lab.faults.catalogue import FAULT_KINDS
from partnerlab.scenario.language.matchers import MATCHERS
from partnerlab.scenario.language.scenario import KINDS as STEPS
from partnerlab.schemas import validation

PAGE = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")


def test_every_step_matcher_and_fault_is_documented() -> None:
    missing = [
        word for word in (*STEPS, *MATCHERS, *FAULT_KINDS) if f"`{word}" not in PAGE and f"{{{word}:" not in PAGE
    ]
    assert not missing


def test_every_word_of_the_schema_is_documented() -> None:
    schema = validation.schema("scenario")
    words = {*schema["properties"], *schema["properties"]["given"]["properties"]}
    words |= {word for step in schema["$defs"].values() for word in step["properties"]}
    assert not [word for word in sorted(words) if word not in PAGE]
