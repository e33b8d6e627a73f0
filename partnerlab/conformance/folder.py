"""A partner's folder that is kept elsewhere, held to the rules that the partners of this kit keep.

It holds `contracts/<partner>` and `simulators/<partner>`, perhaps `scenarios/`. What it shares with others (parts of
contracts, requirements, the gateway before it) comes from this kit: both are laid together in a folder of their own,
where references mean what they will mean here.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from partnerlab.conformance.rules import RULES
from partnerlab.contract.documents import ContractError
from partnerlab.contract.records import LayoutError
from partnerlab.lab.registry import Kit, KitError, Partner, default_root
from partnerlab.scenario.reading import BadScenario, find, read
from partnerlab.yamlio import YamlError

_PARTS = ("contracts", "simulators")


@dataclass
class Checked:
    """Whose folder it is, how many scenarios it holds, and every mistake as `file: what is wrong`."""

    partners: list[str]
    scenarios: int = 0
    mistakes: list[str] = field(default_factory=list)


def check(folder: Path) -> Checked:
    """Hold a folder to all rules; `KitError` if it holds no partner at all."""
    names = _names(folder)
    with _laid_together(folder, names) as root:
        checked = Checked(names)
        kit = Kit(root)
        for name in names:
            checked.mistakes += _partner(kit, name)
        if (folder / "scenarios").is_dir():
            files = find((root / "scenarios",))
            checked.scenarios = len(files)
            checked.mistakes += [mistake for file in files for mistake in _scenario(file, kit)]
        checked.mistakes = [mistake.replace(str(root), str(folder)) for mistake in checked.mistakes]
    return checked


def _names(folder: Path) -> list[str]:
    """Every partner that either part of the folder knows."""
    if not folder.is_dir():
        raise KitError(f"{folder}: is no folder")
    found = {
        path.name
        for part in _PARTS
        if (folder / part).is_dir()
        for path in (folder / part).iterdir()
        if path.is_dir() and path.name[0] not in "_."
    }
    if not found:
        told = " and ".join(f"{folder / part}/<partner>" for part in _PARTS)
        raise KitError(f"{folder}: holds no partner; a partner is {told}")
    return sorted(found)


@contextmanager
def _laid_together(folder: Path, names: list[str]) -> Iterator[Path]:
    """This kit with the folder's partners among its own, in their place where the names are the same."""
    with TemporaryDirectory(prefix="partnerlab-check-") as made:
        root = Path(made).resolve()
        for part in _PARTS:
            _copy(default_root() / part, root / part)
            for name in names:
                shutil.rmtree(root / part / name, ignore_errors=True)
                _copy(folder / part / name, root / part / name)
        _copy(folder / "scenarios", root / "scenarios")
        for name in names:  # so that the kit sees it; that it is missing is said by a rule
            (root / "simulators" / name).mkdir(parents=True, exist_ok=True)
        yield root


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)


def _partner(kit: Kit, name: str) -> list[str]:
    """Every rule in turn; what cannot be read at all is one mistake, and hides what else there would be."""
    partner = kit.partner(name)
    found: list[str] = []
    for rule in RULES:
        try:
            found += rule(kit, partner)
        except (YamlError, LayoutError, ContractError, KitError) as bad:
            found.append(str(bad))
        except Exception as bad:
            found.append(_unreadable(partner, rule, bad))
        if found and rule is RULES[0]:
            break
    return list(dict.fromkeys(found))


def _unreadable(partner: Partner, rule: Callable[..., object], bad: Exception) -> str:
    """A simulator that does not load, or a document of which a rule can make nothing."""
    return f"{partner.simulator}: cannot be looked at ({rule.__name__.strip('_')}): {type(bad).__name__}: {bad}"


def _scenario(file: Path, kit: Kit) -> list[str]:
    try:
        read(file, kit, kit.root / "scenarios")
    except BadScenario as bad:
        return bad.mistakes
    return []
