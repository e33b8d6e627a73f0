"""What YAML allows and no file here may hold: looked for in the nodes of a text, before anything is made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import yaml

PREFIX = "tag:yaml.org,2002:"
MERGE = f"{PREFIX}merge"

_DEEPEST = 60
_MOST_REPEATED = 50_000
"""Parts that a text may repeat by `*alias`; a few lines can repeat billions."""
_TEXT = f"{PREFIX}str"
_TAGS: dict[type[yaml.Node], str] = {yaml.MappingNode: f"{PREFIX}map", yaml.SequenceNode: f"{PREFIX}seq"}


class Mistake(Exception):
    """Something that YAML allows and the lab does not, wherever the text came from."""

    def __init__(self, node: yaml.Node, message: str) -> None:
        super().__init__(message)
        self.mark, self.message = place(node), message


def place(node: yaml.Node) -> tuple[int, int]:
    """Line and column, both from 1."""
    return node.start_mark.line + 1, node.start_mark.column + 1


def check(root: yaml.Node, scalars: Mapping[str, re.Pattern[str]]) -> None:
    """Raise the first `Mistake`; `scalars` are the tags of those that are no text, with how each looks.

    From here on every key is text, as it is written.
    """
    _Check(scalars).measure(root, 0)


class _Check:
    """One text. A part that aliases repeat is looked at once; `_sizes` has each with its parts, and how deep it is."""

    def __init__(self, scalars: Mapping[str, re.Pattern[str]]) -> None:
        self._scalars = scalars
        self._sizes: dict[int, tuple[int, int] | None] = {}
        self._written = 0

    def measure(self, node: yaml.Node, above: int) -> tuple[int, int]:
        """How many parts a node comes to once its aliases are followed, and how deep it is."""
        if isinstance(node, yaml.ScalarNode):
            self._check_scalar(node)
            self._written += 1
            return 1, 0
        known = self._sizes.get(id(node)) if id(node) in self._sizes else self._look_into(node, above)
        if known is None or above + known[1] > _DEEPEST:
            raise Mistake(node, "holds itself, or is nested deeper than anything here is")
        if known[0] > self._written + _MOST_REPEATED:
            raise Mistake(node, f"repeats more than {_MOST_REPEATED:,} parts by its aliases: write out what is meant")
        return known

    def _look_into(self, node: yaml.Node, above: int) -> tuple[int, int] | None:
        if above > _DEEPEST:
            return None
        if node.tag != _TAGS[type(node)]:
            raise Mistake(node, f"the tag {_name(node.tag)} means nothing here: leave it away")
        self._sizes[id(node)] = None  # it is open: whoever meets it again is inside it
        self._written += 1
        sizes = [self.measure(part, above + 1) for part in _parts(node)]
        found = 1 + sum(size for size, _ in sizes), 1 + max((depth for _, depth in sizes), default=0)
        self._sizes[id(node)] = found
        return found

    def _check_scalar(self, node: yaml.ScalarNode) -> None:
        if node.tag != _TEXT and not (node.tag in self._scalars and self._scalars[node.tag].fullmatch(node.value)):
            raise Mistake(node, f"the tag {_name(node.tag)} means nothing here for '{node.value[:40]}': leave it away")


def _parts(node: yaml.Node) -> Iterator[yaml.Node]:
    """What stands in a list or a mapping; keys are text and stand once."""
    if isinstance(node, yaml.SequenceNode):
        yield from node.value
        return
    seen: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise Mistake(key, "a key is a text; here a list or a mapping stands in its place")
        if key.value in seen and key.tag != MERGE:
            first = place(seen[key.value])[0]
            raise Mistake(key, f"'{key.value}' stands here again (first on line {first}): keep one")
        seen[key.value] = key
        yield key
        if key.tag != MERGE:
            key.tag = _TEXT
        elif not _may_be_merged(value):
            raise Mistake(key, "<< takes a mapping, or a list of mappings")
        yield value


def _may_be_merged(value: yaml.Node) -> bool:
    parts = value.value if isinstance(value, yaml.SequenceNode) else [value]
    return all(isinstance(part, yaml.MappingNode) for part in parts)


def _name(tag: str) -> str:
    return tag.replace(PREFIX, "!!")
