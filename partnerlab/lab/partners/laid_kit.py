"""This kit together with partners that are kept in folders of their own, laid in one folder where references hold.

A folder holds `contracts/<partner>` and `simulators/<partner>`, perhaps `scenarios/`, and in `adapter/` what our side
knows of the partner: a package, or one for each partner.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from partnerlab.lab.partners.partner import RegistryError
from partnerlab.lab.partners.registry import PARTS, default_root, partner_names_in
from partnerlab.temporary_folder import TemporaryFolder

ADAPTERS = "adapters"


def partners_of(folder: Path) -> list[str]:
    """Every partner that either part of the folder knows."""
    if not folder.is_dir():
        raise RegistryError(
            f"{folder}: is no folder; give the one that holds contracts/<partner> and simulators/<partner>"
        )
    found = {name for part in PARTS if (folder / part).is_dir() for name in partner_names_in(folder / part)}
    if not found:
        told = " and ".join(f"{folder / part}/<partner>" for part in sorted(PARTS))
        raise RegistryError(f"{folder}: holds no partner; a partner is {told}")
    return sorted(found)


@contextmanager
def laid_together(folders: Sequence[Path]) -> Iterator[Path]:
    """This kit with the folders' partners among its own, in their place where the names are the same."""
    with TemporaryFolder() as made:
        root = made.resolve()
        for part in PARTS:
            _copy(default_root() / part, root / part)
        for folder in folders:
            for name in partners_of(folder):
                _lay(folder, name, root)
            _copy(folder / "scenarios", root / "scenarios")
        yield root


def add_scenarios(root: Path) -> list[Path]:
    """Lay this kit's scenarios beside those of the folders, which stay as they are and are returned."""
    own = sorted((root / "scenarios").rglob("*.yaml"))
    for file in (default_root() / "scenarios").rglob("*.yaml"):
        place = root / "scenarios" / file.relative_to(default_root() / "scenarios")
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)
    return own


def _lay(folder: Path, name: str, root: Path) -> None:
    for part in PARTS:
        shutil.rmtree(root / part / name, ignore_errors=True)
        _copy(folder / part / name, root / part / name)
    adapter = folder / "adapter"
    _copy(adapter / name if (adapter / name).is_dir() else adapter, root / ADAPTERS / name)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
