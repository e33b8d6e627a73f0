"""What a YAML text says to us and not to other readers, or not as its writer meant it: mistakes that a linter tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from partnerlab.yaml_nodes import PREFIX, place
from partnerlab.yamlio import Document, node_of

_WORDS = re.compile(r"y|n|yes|no|on|off|true|false|null", re.IGNORECASE)
_NUMBER = re.compile(
    r"[-+]?(?:0[xX][0-9a-fA-F_]+|0[oO]?[0-7_]+|0[bB][01_]+|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|[0-9][0-9_]*\.?[0-9_]*(?:[eE][-+]?[0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?|\.(?:inf|Inf|INF))"
    r"|\.(?:nan|NaN|NAN)"
)
"""Whatever is a number in YAML 1.1 or in 1.2: octal, hexadecimal, binary, sexagesimal, with an exponent …"""


def traps(document: Document) -> list[str]:
    """Each as `file:line:column: what, and what to write instead`."""
    root = node_of(document.text)
    found = sorted(set(_traps(root))) if root is not None else []
    return [f"{document.file}:{line}:{column}: {told}" for line, column, told in found]


def _traps(node: yaml.Node) -> Iterator[tuple[int, int, str]]:
    """Aliases are followed no second time: `check` has bounded what they repeat."""
    if isinstance(node, yaml.ScalarNode):
        if told := _misread(node):
            yield (*place(node), told)
    elif isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from _traps(part)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _traps(key)
            yield from _traps(value)
            if node.flow_style and _is_nothing(value):
                told = f"'{key.value}' has no value here: a text with a comma inside {{}} needs quotes"
                yield (*place(key), told)


def _misread(node: yaml.ScalarNode) -> str | None:
    """Text that others take for something else, for it stands without quotes."""
    if node.style or node.tag != f"{PREFIX}str":
        return None
    if _WORDS.fullmatch(node.value):
        return f'{node.value} is text here, and true, false or nothing to other readers of YAML: write "{node.value}"'
    if _NUMBER.fullmatch(node.value):
        return f"{node.value[:40]} is text here, and a number to other readers of YAML: put it in quotes"
    return None


def _is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value == ""
