"""Check a partner's folder outside this kit by the rules for all partners.

It holds `contracts/<partner>` and `simulators/<partner>`, perhaps `scenarios/`. What it shares with others (parts of
contracts, requirements, the gateway before it) comes from this kit: both are laid together in a folder of their own,
where references mean what they will mean here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from partnerlab.conformance.partner_folder.folder_rules import RULES, Rule
from partnerlab.conformance.partner_folder.yaml_rules import plain_yaml, shared_yaml
from partnerlab.contract.document_store import ContractError
from partnerlab.contract.files import LayoutError
from partnerlab.errors import InputError
from partnerlab.lab.partners.laid_kit import laid_together, partners_of
from partnerlab.lab.partners.partner import Partner, RegistryError
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.scenario_loader import BadScenario, find, read
from partnerlab.scenario.verdicts import Text
from partnerlab.yamlio import YamlError


@dataclass(frozen=True, slots=True)
class RuleResult:
    """The result of one rule or scenario for a folder: mistakes as `file: what is wrong`.

    `mistakes` is None where there was nothing to look at, since a rule before it was broken.
    """

    title: Text
    mistakes: list[str] | None


@dataclass(frozen=True, slots=True)
class FolderCheck:
    """A folder that was looked at: its partners by name, each with what every rule says, and its scenarios."""

    folder: Path
    partners: dict[str, list[RuleResult]]
    titles: dict[str, Text]
    scenarios: list[RuleResult]

    @property
    def mistakes(self) -> list[str]:
        """All of them, each once."""
        return _once((*self.partners.values(), self.scenarios))


def check(folder: Path) -> FolderCheck:
    """Hold a folder to all rules; `RegistryError` if it holds no partner at all."""
    names = partners_of(folder)
    with laid_together([folder]) as root:
        kit = Registry(root)
        partners = {name: [_at(each, root, folder) for each in _partner(kit, name)] for name in names}
        files = find((root / "scenarios",)) if (folder / "scenarios").is_dir() else []
        scenarios = [_at(_scenario(file, kit), root, folder) for file in files]
        return FolderCheck(folder, partners, {name: _title(kit, name) for name in names}, scenarios)


def find_mistakes(
    kit: Registry, names: Iterable[str] | None = None, each_done: Callable[[], object] = lambda: None
) -> list[str]:
    """What the partners of a kit (all, or those named) break of the rules, each mistake once."""
    judged = [] if names else [[RuleResult({"en": "", "th": ""}, shared_yaml(kit))]]
    for name in names or kit.partners:
        judged.append(_partner(kit, name))
        each_done()
    return _once(judged)


def _once(judged: Iterable[list[RuleResult]]) -> list[str]:
    return list(dict.fromkeys(mistake for rules in judged for each in rules for mistake in each.mistakes or ()))


def _at(judged: RuleResult, root: Path, folder: Path) -> RuleResult:
    """A mistake with the path as the folder's owner knows it."""
    if judged.mistakes is None:
        return judged
    return RuleResult(judged.title, [mistake.replace(str(root), str(folder)) for mistake in judged.mistakes])


def _title(kit: Registry, name: str) -> Text:
    """The partner's own, if its agreement can be read so far."""
    try:
        title = kit.partner(name).title
    except Exception:  # what is wrong with it is said by a rule
        return {"en": name, "th": name}
    return {"en": title["en"], "th": title["th"]}


def _partner(kit: Registry, name: str) -> list[RuleResult]:
    """What every rule says of a partner, in each form of its interface."""
    first, *others = [_in_form(each, name) for each in _forms(kit, name)]
    for other in others:
        first = [_both(one, two) for one, two in zip(first, other, strict=True)]
    return first


def _forms(kit: Registry, name: str) -> list[Registry]:
    try:
        return kit.in_every_form(name)
    except InputError:  # what is wrong with the agreement is said by a rule
        return [kit]


def _both(one: RuleResult, two: RuleResult) -> RuleResult:
    if one.mistakes is None or two.mistakes is None:
        return one if two.mistakes is None else two
    return RuleResult(one.title, list(dict.fromkeys([*one.mistakes, *two.mistakes])))


def _in_form(kit: Registry, name: str) -> list[RuleResult]:
    """Check all rules. If the first (file structure) fails, the others are not checked, but how YAML is written is."""
    partner = kit.partner(name)
    first, *others = RULES
    found = [RuleResult(first[1], _broken(kit, partner, first[0]))]
    hidden = bool(found[0].mistakes)
    for rule, title in others:
        unseen = hidden and rule is not plain_yaml
        found.append(RuleResult(title, None if unseen else _broken(kit, partner, rule)))
    return found


def _broken(kit: Registry, partner: Partner, rule: Rule) -> list[str]:
    """What a partner breaks of a rule; what cannot be read at all is one mistake."""
    try:
        return rule(kit, partner)
    except (YamlError, LayoutError, ContractError, RegistryError) as bad:
        return [str(bad)]
    except Exception as bad:  # a simulator that does not load, or a document of which a rule can make nothing
        where = f"{partner.simulator}: cannot be looked at ({rule.__name__.strip('_')})"
        return [f"{where}: {type(bad).__name__}: {bad}"]


def _scenario(file: Path, kit: Registry) -> RuleResult:
    try:
        title = read(file, kit, kit.root / "scenarios").title
    except BadScenario as bad:
        return RuleResult({"en": file.stem, "th": file.stem}, bad.mistakes)
    return RuleResult({"en": title["en"], "th": title["th"]}, [])
