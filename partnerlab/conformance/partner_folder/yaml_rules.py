"""Rules about how YAML is written: every reader understands it as we do, and every date in it exists."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from partnerlab import yamlio
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry
from partnerlab.world.calendar.impossible_dates import impossible_dates
from partnerlab.yaml_traps import traps


def plain_yaml(kit: Registry, partner: Partner) -> list[str]:
    """No text that other readers take for something else, none that a comma cut short, no date that does not exist."""
    return yaml_mistakes(file for folder in (partner.contracts, partner.simulator) for file in folder.rglob("*.yaml"))


def shared_yaml(kit: Registry) -> list[str]:
    """The same rules for shared YAML: requirements, and contracts that several partners share."""
    contracts = kit.root / "contracts"
    return yaml_mistakes([*contracts.glob("*.yaml"), *contracts.glob("_*/**/*.yaml")])


def yaml_mistakes(files: Iterable[Path]) -> list[str]:
    """What these files say otherwise than it was meant; what cannot be read at all, other rules tell."""
    found: list[str] = []
    for file in sorted(files):
        try:
            document = yamlio.load(file)
        except yamlio.YamlError:
            continue
        found += traps(document)
        found += [str(document.error(path, text)) for path, text in impossible_dates(document.data)]
    return found
