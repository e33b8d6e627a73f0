"""Wheels without a network: the project's own, built, and those of all that it needs, packed again as installed."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
_OF_THE_INSTALLER = {"INSTALLER", "REQUESTED", "direct_url.json", "RECORD"}


def build_wheel(folder: Path) -> Path:
    """The project's own wheel, in `folder`."""
    built = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(built, cwd=ROOT, check=True, capture_output=True, text=True)
    (wheel,) = folder.glob("partnerlab-*.whl")
    return wheel


def fill_wheel_house(folder: Path, wheel: Path, extras: Iterable[str]) -> None:
    """Put there the wheels of all that the project's wheel needs with these extras."""
    metadata_file = zipfile.Path(wheel, f"{'-'.join(wheel.stem.split('-')[:2])}.dist-info/METADATA")
    declared = metadata.PathDistribution(metadata_file.parent)  # type: ignore[arg-type]  # a path in all that it uses
    for name in sorted(required_by(declared, extras)):
        _pack(metadata.distribution(name), folder)


def required_by(distribution: metadata.Distribution, extras: Iterable[str] = ()) -> set[str]:
    """The names of all that a distribution needs, and of all that those need."""
    names: set[str] = set()
    waiting = list(_requirements(distribution, extras))
    while waiting:
        requirement = waiting.pop()
        if requirement.name in names:
            continue
        names.add(requirement.name)
        waiting += _requirements(metadata.distribution(requirement.name), requirement.extras)
    return names


def _requirements(distribution: metadata.Distribution, extras: Iterable[str]) -> Iterator[Requirement]:
    for text in distribution.requires or ():
        requirement = Requirement(text)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield requirement


def _pack(distribution: metadata.Distribution, folder: Path) -> None:
    """Write an installed distribution as the wheel that it came from, less what its installer added."""
    tags = [
        line.removeprefix("Tag: ") for line in (distribution.read_text("WHEEL") or "").splitlines() if "Tag:" in line
    ]
    tag = "-".join(".".join(sorted(set(parts))) for parts in zip(*(tag.split("-") for tag in tags), strict=True))
    files = [file for file in distribution.files or () if ".." not in file.parts and file.suffix != ".pyc"]
    (record,) = [file for file in files if file.name == "RECORD" and file.parent.suffix == ".dist-info"]
    name = record.parent.name.removesuffix(".dist-info")
    kept = [file for file in files if not (file.parent == record.parent and file.name in _OF_THE_INSTALLER)]
    with zipfile.ZipFile(folder / f"{name}-{tag}.whl", "w") as archive:
        for file in kept:
            archive.write(str(distribution.locate_file(file)), str(file))
        archive.writestr(str(record), "".join(f"{file},,\n" for file in [*kept, record]))
