"""How far each partner that the source names has come: what is built of it, and what scenarios show of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from partnerlab.conformance.pacts import pact_file
from partnerlab.contract.requirements import Requirement
from partnerlab.lab.our_side import SYSTEMS
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.scenario import Story
from partnerlab.scenario.language.scenario_loader import find, read

TRANSPORTS = ("http", "sftp", "web", "mail")


@dataclass(slots=True)
class PartnerCoverage:
    """One partner: its requirements, and of what is built how much; `partner` is None if nothing is."""

    name: str
    partner: Partner | None
    requirements: list[Requirement]
    open: set[str]
    """Ids that no scenario proves."""
    stories: list[Story] = field(default_factory=list)
    faults_met: set[str] = field(default_factory=set)
    forms: list[Partner] = field(default_factory=list)
    """The partner in each form of its interface, itself first."""

    def open_flows(self, starts: bool) -> list[str]:
        """Ids of the flows that it starts (or that it answers), and that no scenario proves."""
        return [
            requirement.id
            for requirement in self.requirements
            if requirement.flow and (requirement.flow.starter == self.name) == starts and requirement.id in self.open
        ]

    @property
    def documents(self) -> int:
        """How many OpenAPI documents it has; each is a direction over HTTP, which wants a pact."""
        consumer = self.partner is not None and self.partner.consumer is not None
        return sum(form.provider is not None for form in self.forms) + consumer

    @property
    def pacts(self) -> int:
        return len({file for form in self.forms for file in pact_file.files_of(form)})

    @property
    def faults(self) -> set[str]:
        """Its own faults, of all forms."""
        return {fault for form in self.forms for fault in form.faults}

    @property
    def transports(self) -> list[str]:
        """Those over which it is linked."""
        kinds = {channel["kind"] for channel in self.partner.agreement["channels"]} if self.partner else set()
        return [transport for transport in TRANSPORTS if transport in kinds]

    @property
    def planned_transports(self) -> list[str]:
        """Those that the source leaves to choose from."""
        named = {transport for one in self.requirements if one.flow for transport in one.flow.over}
        return [transport for transport in TRANSPORTS if transport in named]


@dataclass(frozen=True, slots=True)
class Coverage:
    """All partners that the source names, in its order, then those that only a folder names; and all requirements."""

    partners: list[PartnerCoverage]
    requirements: dict[str, Requirement]
    proofs: dict[str, list[str]]
    """Ids of requirements with the ids of the scenarios that name them."""

    @property
    def open(self) -> list[Requirement]:
        return [one for one in self.requirements.values() if one.id not in self.proofs and not one.outside]

    @property
    def outside(self) -> list[Requirement]:
        return [each for each in self.requirements.values() if each.outside]


def coverage(kit: Registry) -> Coverage:
    """Read off the folders, the requirements and all scenarios of a kit."""
    root = kit.root / "scenarios"
    stories = [read(file, kit, root) for file in find((root,))]
    proofs: dict[str, list[str]] = {}
    for story in stories:
        for name in story.proves:
            proofs.setdefault(name, []).append(story.id)
    flows = [end for each in kit.requirements.values() if each.flow for end in each.flow.ends if end not in SYSTEMS]
    partners = [_partner(kit, name, set(proofs), stories) for name in dict.fromkeys([*flows, *kit.partners])]
    return Coverage(partners, kit.requirements, proofs)


def _partner(kit: Registry, name: str, proved: set[str], stories: Iterable[Story]) -> PartnerCoverage:
    asked = [each for each in kit.requirements.values() if each.flow and name in each.flow.ends]
    forms = [each.partner(name) for each in kit.in_every_form(name)] if name in kit.partners else []
    covered = PartnerCoverage(name, kit.partners.get(name), asked, {each.id for each in asked} - proved, forms=forms)
    for story in stories:
        if name in set(_partners_named(story)):
            covered.stories.append(story)
            covered.faults_met |= {fault for partner, fault in _faults_set(story) if partner == name}
    covered.faults_met &= covered.faults
    return covered


def _partners_named(story: Story) -> Iterator[str]:
    """Every party that a story names, in its steps and in what is given."""
    yield from story.parties()
    yield from (item["partner"] for word in ("states", "faults") for item in story.given.get(word, []))
    for account in story.given.get("accounts", {}).values():
        mandate = account.get("mandate") if isinstance(account, dict) else None
        if mandate:
            yield mandate["bank"] if isinstance(mandate, dict) else mandate


def _faults_set(story: Story) -> Iterator[tuple[str, str]]:
    """Every fault that a story sets, with its partner."""
    yield from ((item["partner"], item["fault"]) for item in story.given.get("faults", []))
    yield from ((step.party, step.words["fault"]) for step in story.steps if step.kind == "set_fault")
