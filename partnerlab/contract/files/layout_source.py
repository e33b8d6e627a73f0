"""A layout's YAML, with the layout it extends merged in, and every part still pointing at the file it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from partnerlab import yamlio
from partnerlab.errors import InputError
from partnerlab.yamlio import Document, KeyPath, YamlError

_NAMES = ("name", "field")  # by which the items of a list are known


class LayoutError(InputError):
    """A layout that cannot be used; every mistake in it as `file:line:column: what is wrong`."""

    def __init__(self, mistakes: list[YamlError]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


@dataclass(slots=True)
class Source:
    """The merged data, and from which document which part of it came."""

    data: Any
    origins: dict[KeyPath, tuple[Document, KeyPath]] = field(default_factory=dict)

    def error(self, path: KeyPath, message: str) -> YamlError:
        """A mistake at a place of the merged data, told where it was written."""
        known = path
        while known not in self.origins:
            known = known[:-1]
        document, there = self.origins[known]
        return document.error((*there, *path[len(known) :]), message)


def load(path: Path | str, above: tuple[Path, ...] = ()) -> Source:
    """Read a layout and what it `extends` (a path from its own folder)."""
    here = Path(path).resolve()
    try:
        document = yamlio.load(path)
    except YamlError as bad:
        raise LayoutError([bad]) from None
    own = Source(document.data, {(): (document, ())})
    if not isinstance(document.data, dict):
        raise LayoutError([own.error((), "is not a mapping; a layout begins with `layout: 1`")])
    if "extends" not in document.data:
        return own
    return _extended(own, document, here, above)


def _extended(own: Source, document: Document, here: Path, above: tuple[Path, ...]) -> Source:
    named = here.parent / str(document.data["extends"])
    base = named.resolve()
    if base in (*above, here):
        raise LayoutError([own.error(("extends",), f"'{named.name}' extends this layout in turn: break the circle")])
    if not base.is_file():
        raise LayoutError([own.error(("extends",), f"there is no layout at {named}")])
    merged = merge(load(named, (*above, here)), document)
    merged.data.pop("extends")
    return merged


def merge(base: Source, document: Document) -> Source:
    """Lay a document over a base: mappings key by key, lists of named things name by name, all else replaced."""
    root, _ = base.origins[()]
    origins: dict[KeyPath, tuple[Document, KeyPath]] = {(key,): (root, (key,)) for key in base.data}
    merged = Source(None, origins | base.origins | {(): (document, ())})
    merged.data = _merged(base.data, document.data, (), (), merged, document)
    return merged


def _merged(old: Any, new: Any, path: KeyPath, there: KeyPath, into: Source, document: Document) -> Any:
    """`path` is a place in the merged data, `there` the same place in the document."""
    if isinstance(old, dict) and isinstance(new, dict):
        result = dict(old)
        for key, value in new.items():
            result[key] = _merged(old.get(key), value, (*path, key), (*there, key), into, document)
        return result
    if _named(old) and _named(new):
        return _merged_lists(old, new, path, there, into, document)
    _forget(into, path)
    into.origins[path] = (document, there)
    return new


def _merged_lists(
    old: list[Any], new: list[Any], path: KeyPath, there: KeyPath, into: Source, document: Document
) -> list[Any]:
    result = list(old)
    index = {_name_of(item): position for position, item in enumerate(old)}
    for position, item in enumerate(new):
        place = index.get(_name_of(item), len(result))
        if place == len(result):
            result.append(None)
        merged = _merged(result[place], item, (*path, place), (*there, position), into, document)
        result[place] = merged
    return result


def _forget(into: Source, path: KeyPath) -> None:
    for known in [known for known in into.origins if len(known) > len(path) and known[: len(path)] == path]:
        del into.origins[known]


def _named(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_name_of(item) is not None for item in value)


def _name_of(item: Any) -> Any:
    if not isinstance(item, dict):
        return None
    return next((item[key] for key in _NAMES if key in item), None)
