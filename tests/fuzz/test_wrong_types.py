"""A value of another type, anywhere in the kit's YAML, is told as a mistake of its file; nothing else is raised."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from partnerlab import yamlio
from partnerlab.contract.document_store import plain
from partnerlab.errors import InputError
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.scenario_loader import find, read

KIT = Registry()
VALUES = (7, -1, 2.5, True, None, "x", "$x", "", [], [1], {}, {"a": 1})
SAMPLE = 100
Place = tuple[str | int, ...]

PARTS = {
    "agreement": ("contracts", "agreement.yaml"),
    "provider": ("contracts", "as_provider.openapi.yaml"),
    "consumer": ("contracts", "as_consumer.openapi.yaml"),
    "layouts": ("contracts", "files/*.layout.yaml"),
    "states": ("simulators", "states.yaml"),
    "faults": ("simulators", "faults.yaml"),
}
"""What a partner reads, and in which of its folders."""


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in below:
        yield (*place, name)
        yield from places(part, (*place, name))


def changed(data: Any, place: Place, value: Any) -> Any:
    """The data with another value at one place."""
    if not place:
        return value
    first, *rest = place
    part = changed(data[first], tuple(rest), value)
    return data | {first: part} if isinstance(data, dict) else [*data[:first], part, *data[first + 1 :]]


def sampled(files: list[Path]) -> list[tuple[Path, Place, Any]]:
    """Some of all that could be wrong: each kind of place counts once, so that rare ones are among them."""
    kinds: dict[Any, tuple[Path, Place, Any]] = {}
    for file in files:
        for place in places(plain(yamlio.load(file).data)):
            for value in VALUES:
                kinds.setdefault((tuple(str(part) for part in place[-3:]), repr(value)), (file, place, value))
    return Random(1).sample(list(kinds.values()), min(SAMPLE, len(kinds)))


def broken(file: Path, place: Place, value: Any) -> str:
    """The text of a file with another value at one place; JSON is YAML, too."""
    return json.dumps(changed(plain(yamlio.load(file).data), place, value), ensure_ascii=False)


def refused(bad: Exception, what: object) -> None:
    assert isinstance(bad, InputError), f"{what}: {type(bad).__name__}: {bad}"


def test_scenarios(tmp_path: Path) -> None:
    for file, place, value in sampled(find([KIT.root / "scenarios"])):
        (tmp_path / "story.yaml").write_text(broken(file, place, value), encoding="utf-8")
        try:
            read(tmp_path / "story.yaml", KIT)
        except Exception as bad:  # looked at, whatever it is
            refused(bad, (file.stem, place, value))


@pytest.mark.parametrize("part", PARTS)
def test_what_a_partner_is_made_of(part: str, tmp_path: Path) -> None:
    folder, pattern = PARTS[part]
    for name in ("contracts", "simulators"):
        shutil.copytree(KIT.root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file, place, value in sampled(sorted((KIT.root / folder).glob(f"[!_]*/{pattern}"))):
        copy = tmp_path / file.relative_to(KIT.root)
        text = copy.read_text(encoding="utf-8")
        copy.write_text(broken(file, place, value), encoding="utf-8")
        try:
            getattr(partner_of(tmp_path, file), part)
        except Exception as bad:  # looked at, whatever it is
            refused(bad, (file, place, value))
        copy.write_text(text, encoding="utf-8")


def partner_of(root: Path, file: Path) -> Partner:
    return Registry(root).partner(file.relative_to(KIT.root).parts[1])
