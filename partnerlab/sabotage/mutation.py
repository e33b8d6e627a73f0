"""Mutations: one text of the reference replaced by another, kept by kind in `sabotage/<kind>.yaml`."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from partnerlab import yamlio
from partnerlab.errors import InputError
from partnerlab.schemas import validation
from partnerlab.suggestions import unknown_name_message

FOLDER = "sabotage"
_USUAL_BLAME = "system_under_test"


@dataclass(frozen=True, slots=True)
class Mutation:
    """A mistake in `file` (below the root); `scenarios` are what is played first, by id or folder."""

    kind: str
    name: str
    file: str
    old: str
    new: str
    blame: str
    scenarios: Sequence[str]

    @property
    def id(self) -> str:
        return f"{self.kind}/{self.name}"

    def apply(self, text: str) -> str:
        """The file's text with the mistake in it; `InputError` unless the target is there once, and Python after it."""
        if (count := text.count(self.old)) != 1:
            held = f"holds {count} times" if count else "no longer holds"
            raise InputError(f"{self.id}: {self.file} {held} the text to replace, expected once: {self.old.strip()}")
        changed = text.replace(self.old, self.new)
        try:
            ast.parse(changed)
        except SyntaxError as bad:
            raise InputError(f"{self.id}: {self.file} is no Python any more, line {bad.lineno}: {bad.msg}") from None
        return changed


def read_mutations(root: Path) -> list[Mutation]:
    """Every mutation of a checkout. Raises one `InputError` with all that have lost their target."""
    if not (root / FOLDER).is_dir() or not (root / "reference").is_dir():
        raise InputError(
            f"{root}: holds no {FOLDER}/ and reference/; mistakes are made in a copy of the reference's source, "
            "so call this in a checkout of the project, not from an installed wheel"
        )
    found = [mutation for file in sorted((root / FOLDER).glob("*.yaml")) for mutation in _of_file(file)]
    mistakes = [mistake for mutation in found if (mistake := _mistake(root, mutation))]
    if mistakes:
        raise InputError("\n".join(mistakes))
    return found


def named(mutations: Sequence[Mutation], names: Sequence[str]) -> list[Mutation]:
    """Those of these names, each the id or the name of a mutation, or a kind; all if there are no names."""
    for name in names:
        offered = {word for mutation in mutations for word in (mutation.id, mutation.name, mutation.kind)}
        if name not in offered:
            ids = [mutation.id for mutation in mutations]
            raise InputError(unknown_name_message("mutation", name, ids) or name)
    return [each for each in mutations if not names or {each.id, each.name, each.kind} & set(names)]


def _of_file(file: Path) -> list[Mutation]:
    data: dict[str, Any] = validation.check(yamlio.load(file), "sabotage")
    return [
        Mutation(
            file.stem, name, facts["file"], facts["old"], facts["new"], facts.get("blame", _USUAL_BLAME),
            tuple(facts.get("scenarios", data["scenarios"])),
        )
        for name, facts in data["mutations"].items()
    ]  # fmt: skip


def _mistake(root: Path, mutation: Mutation) -> str | None:
    """Why a mutation cannot be played, if it cannot."""
    file = root / mutation.file
    if not file.is_file():
        return f"{mutation.id}: {mutation.file} does not exist"
    try:
        mutation.apply(file.read_text(encoding="utf-8"))
    except InputError as bad:
        return str(bad)
    return None
