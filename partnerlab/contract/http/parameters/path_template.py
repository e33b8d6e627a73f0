"""The path of an operation with its places, such as `/people/{pid}`: its pattern, and what cannot be read of one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_PLACE, _NAME = re.compile(r"\{([^{}]*)\}"), re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def pattern_of(path: str) -> re.Pattern[str]:
    """What a path of this template matches; a place holds everything but a slash."""
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path)))


def shape_of(path: str) -> str:
    """The path with all places alike: two paths of one shape match the same requests."""
    return _PLACE.sub("{}", path)


def concreteness(path: str) -> tuple[int, int]:
    """How much of a path is fixed, to sort by: of two that match a request, the one that says more of it goes first."""
    return len(_PLACE.findall(path)), -len(_PLACE.sub("", path))


def template_mistakes(path: str, declared: Collection[str]) -> Iterator[str]:
    """Why requests cannot be routed or judged by this path; `declared` are the parameters with `in: path`."""
    if not path.startswith("/") or "?" in path or "#" in path:
        yield "a path begins with / and ends before ? and #; describe a query by parameters with `in: query`"
    names = _PLACE.findall(path)
    for name in dict.fromkeys(names):
        if not _NAME.fullmatch(name):
            yield (
                f"a parameter of a path is named with letters, digits and _, a letter first; "
                f"seen '{name}', which never travels and so may be called otherwise"
            )
        elif names.count(name) > 1:
            yield f"{{{name}}} stands in it twice: a value has one place"
        elif name not in declared:
            yield f"{{{name}}} is no parameter of this operation: add one with `in: path` and `name: {name}`"
    for name in sorted(set(declared) - set(names)):
        yield f"'{name}' has no place in it: write {{{name}}} there, or leave out the parameter with `in: path`"
