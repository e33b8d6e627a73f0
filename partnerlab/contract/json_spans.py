"""Where each value of a JSON text stands, so that one can be covered and every other byte stays as it was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SPACE = re.compile(r"\s*")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_PLAIN = re.compile(r"[^\s,\]}]+")

Span = tuple[str, int, int]


def leaves(text: str, path: str = "body") -> Iterator[Span]:
    """Every text, number and literal as (`body/items/0/amount`, start, end); nothing if the text is not JSON."""
    try:
        yield from _value(text, _skip(text, 0), path)[1]
    except (AttributeError, IndexError):
        return


def _value(text: str, at: int, path: str) -> tuple[int, list[Span]]:
    if text[at] == "{":
        return _members(text, at + 1, path)
    if text[at] == "[":
        return _items(text, at + 1, path)
    end = (_TEXT if text[at] == '"' else _PLAIN).match(text, at).end()  # type: ignore[union-attr]
    return end, [(path, at, end)]


def _members(text: str, at: int, path: str) -> tuple[int, list[Span]]:
    found: list[Span] = []
    at = _skip(text, at)
    while text[at] != "}":
        name = _TEXT.match(text, at)
        at = _skip(text, name.end())  # type: ignore[union-attr]
        at, below = _value(text, _skip(text, at + 1), f"{path}/{name[0][1:-1]}")  # type: ignore[index]
        found += below
        at = _after(text, at)
    return at + 1, found


def _items(text: str, at: int, path: str) -> tuple[int, list[Span]]:
    found: list[Span] = []
    at = _skip(text, at)
    while text[at] != "]":
        at, below = _value(text, at, f"{path}/{_count(found, path)}")
        found += below or [(f"{path}/{_count(found, path)}", at, at)]
        at = _after(text, at)
    return at + 1, found


def _count(found: list[Span], path: str) -> int:
    """The index of the next item: one more than the index of the last."""
    return int(found[-1][0][len(path) + 1 :].partition("/")[0]) + 1 if found else 0


def _after(text: str, at: int) -> int:
    at = _skip(text, at)
    return _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()  # type: ignore[union-attr]
