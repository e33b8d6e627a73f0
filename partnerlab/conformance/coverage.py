"""Coverage: for each partner of the source document, what is built and what scenarios prove."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from partnerlab.conformance import met_list, not_met
from partnerlab.conformance.pacts import pact_file
from partnerlab.contract.requirements import Requirement
from partnerlab.lab.our_side import SYSTEMS
from partnerlab.lab.partners.documented import documented
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.scenario import Story
from partnerlab.scenario.language.scenario_loader import find, read

TRANSPORTS = ("http", "sftp", "web", "mail")


@dataclass(frozen=True, slots=True)
class KindCoverage:
    """The statuses, codes, states or faults of a partner: how many are documented, and which no scenario meets."""

    documented: int
    not_met: dict[str, str | None]
    """Elements with the reason that is written, if one is."""

    @property
    def met(self) -> int:
        return self.documented - len(self.not_met)


@dataclass(slots=True)
class PartnerCoverage:
    """One partner in one form of its interface: its requirements, and how much is built; no `partner` if nothing is."""

    name: str
    partner: Partner | None
    requirements: list[Requirement]
    open: set[str]
    """Ids that no scenario proves."""
    stories: list[Story] = field(default_factory=list)
    kinds: dict[str, KindCoverage] = field(default_factory=dict)
    """What is documented of it, by kind."""

    @property
    def title(self) -> str:
        """Its name, with that of its form where there are several."""
        return self.partner.name_in_form if self.partner else self.name

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
        return sum(document is not None for document in _documents(self.partner))

    @property
    def pacts(self) -> int:
        return len(pact_file.files_of(self.partner)) if self.partner else 0

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


def coverage(kit: Registry, files: Iterable[Path] | None = None) -> Coverage:
    """Read off the folders, the requirements and all scenarios of a kit; `files` are those of the scenarios."""
    root = kit.root / "scenarios"
    stories = [read(file, kit, root) for file in (find((root,)) if files is None else files)]
    proofs: dict[str, list[str]] = {}
    for story in stories:
        for name in story.proves:
            proofs.setdefault(name, []).append(story.id)
    flows = [end for each in kit.requirements.values() if each.flow for end in each.flow.ends if end not in SYSTEMS]
    met = met_list.read(kit.root)
    partners = [
        _partner(each, name, set(proofs), stories, met)
        for name in dict.fromkeys([*flows, *kit.partners])
        for each in (kit.in_every_form(name) if name in kit.partners else [kit])
    ]
    return Coverage(partners, kit.requirements, proofs)


def _partner(
    kit: Registry, name: str, proved: set[str], stories: Iterable[Story], met: met_list.MetList
) -> PartnerCoverage:
    asked = [each for each in kit.requirements.values() if each.flow and name in each.flow.ends]
    covered = PartnerCoverage(name, kit.partners.get(name), asked, {each.id for each in asked} - proved)
    named = [story for story in stories if name in set(_partners_named(story))]
    if partner := covered.partner:
        covered.stories = [story for story in named if kit.in_forms(story.forms).partner(name).form == partner.form]
        covered.kinds = _kinds(partner, met.get(partner.name_in_form, {}))
    return covered


def _kinds(partner: Partner, met: dict[str, dict[str, str]]) -> dict[str, KindCoverage]:
    """What of a partner is documented, met, and not met for which reason."""
    known, kinds = not_met.reasons(partner), {}
    for kind, elements in documented(partner).items():
        missing = [element for element in elements if element not in met.get(kind, {})]
        because = {element: not_met.reason_for(partner, known, kind, element) for element in missing}
        texts = {element: reason.text if reason else None for element, reason in because.items()}
        kinds[kind] = KindCoverage(len(elements), texts)
    return kinds


def _partners_named(story: Story) -> Iterator[str]:
    """Every party that a story names, in its steps and in what is given."""
    yield from story.parties()
    yield from (item["partner"] for word in ("states", "faults") for item in story.given.get(word, []))
    for account in story.given.get("accounts", {}).values():
        mandate = account.get("mandate") if isinstance(account, dict) else None
        if mandate:
            yield mandate["bank"] if isinstance(mandate, dict) else mandate


def _documents(partner: Partner | None) -> tuple[object, ...]:
    return (partner.provider, partner.consumer) if partner else ()
