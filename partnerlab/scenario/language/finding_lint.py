"""Lint of `agreed` and `expect_findings`: each operation and category must exist."""

from __future__ import annotations

from collections.abc import Iterator

from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.matchers import unusable
from partnerlab.scenario.language.scenario import Story
from partnerlab.suggestions import unknown_name_message
from partnerlab.yamlio import KeyPath

_LOG = "log"
Mistakes = Iterator[tuple[KeyPath, str]]


def lint_findings(kit: Registry, story: Story) -> Mistakes:
    """The mistakes in `given.agreed` and in `expect_findings`."""
    for name, scope in story.given.get("agreed", {}).items():
        path: KeyPath = ("given", "agreed", name)
        yield from _operation(kit, path, name)
        for part, categories in scope.items():
            yield from _narrower(kit, (*path, part), name, part, categories)
    for index, item in enumerate(story.expect_findings):
        path = ("expect_findings", index)
        if item["at"] != _LOG:
            yield from _operation(kit, (*path, "at"), item["at"])
        for word in ("where", "rule", "seen"):
            yield from unusable(item.get(word), (*path, word))


def _operation(kit: Registry, path: KeyPath, name: str) -> Mistakes:
    party, _, operation = name.partition(".")
    partner = kit.partners.get(party)
    if partner is None:
        text = unknown_name_message("partner", party, kit.partners)
    else:
        offered = sorted({*partner.sends, *partner.answers})
        text = unknown_name_message(f"operation of {party}", operation, offered)
    if text:
        yield path, text


def _narrower(kit: Registry, path: KeyPath, name: str, part: str, categories: list[str]) -> Mistakes:
    """A scope can only be narrowed: what the agreement does not have, a scenario does not add."""
    party, _, operation = name.partition(".")
    agreed = kit.partners[party].agreement["data"].get(operation, {}) if party in kit.partners else {}
    if part not in agreed:
        yield path, f"the agreement with {party} has no '{part}' of {operation}"
        return
    for index, category in enumerate(categories):
        if text := unknown_name_message(f"category in '{part}' of {name}", category, agreed[part]):
            yield (*path, index), text
