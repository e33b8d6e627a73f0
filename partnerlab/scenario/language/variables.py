"""Names in a scenario: `$applicant.pid` is a field of a fixture or a capture; a field may hold further fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from typing import Any

from partnerlab.errors import InputError

_WHOLE = re.compile(r"\$([a-z_][a-z0-9_]*(?:\.[A-Za-z0-9_-]+)*)")
_WITHIN = re.compile(r"\$\{([a-z_][a-z0-9_]*(?:\.[A-Za-z0-9_-]+)*)\}")


class UnknownVariable(InputError):
    """A name that nothing in the scenario has; says what there is instead."""


def used_in(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every name a value refers to, and where: `(("with", "account"), "home")`."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from used_in(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from used_in(item, (*path, index))
    elif isinstance(value, str):
        whole = _WHOLE.fullmatch(value)
        found = [whole[1]] if whole else _WITHIN.findall(value)
        yield from ((path, name) for name in found)


def resolve(value: Any, names: Mapping[str, Any]) -> Any:
    """The value with every name replaced by what it means."""
    if isinstance(value, Mapping):
        return {key: resolve(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [resolve(item, names) for item in value]
    if not isinstance(value, str) or "$" not in value:
        return value
    if whole := _WHOLE.fullmatch(value):
        return look_up(whole[1], names)
    return _WITHIN.sub(lambda match: str(look_up(match[1], names)), value)


def look_up(name: str, names: Mapping[str, Any]) -> Any:
    """What `home.holder.pid` means."""
    first, *fields = name.split(".")
    if first not in names:
        raise UnknownVariable(f"'${first}' is not known here; there are: {_list(names)}")
    found = names[first]
    for index, field in enumerate(fields):
        found = _field(found, field, ".".join([first, *fields[:index]]))
    return found


def _field(thing: Any, field: str, name: str) -> Any:
    if isinstance(thing, Mapping):
        if field in thing:
            return thing[field]
        raise UnknownVariable(f"'${name}' has no '{field}'; it has: {_list(thing)}")
    if not field.startswith("_") and hasattr(thing, field):
        return getattr(thing, field)
    raise UnknownVariable(f"'${name}' has no '{field}'; it has: {_list(fields_of(thing))}")


def fields_of(thing: Any) -> list[str]:
    """The names that stand after the dot."""
    if isinstance(thing, Mapping):
        return list(thing)
    kind = thing if isinstance(thing, type) else type(thing)
    public = [name for name in dir(kind) if not name.startswith("_") and not callable(getattr(kind, name, None))]
    return sorted({*public, *(kind.__dataclass_fields__ if is_dataclass(kind) else ())} - {"world"})


def _list(names: Any) -> str:
    return ", ".join(str(name) for name in names) or "none"
