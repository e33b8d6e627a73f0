"""JSON that others wrote is read in one place, which refuses what would break the reader."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import reference
from reference.common.json_reader import DEEPEST, read_json


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b'{"a": {"n": 1, "n": 2}}',
        b"1" * 5_000,
        b'{"a": ' + b"1" * 5_000 + b"}",
        *(b"[" * depth + b"]" * depth for depth in (DEEPEST + 1, 300, 1_000, 100_000)),
        *(b'{"a":' * depth + b"1" + b"}" * depth for depth in (DEEPEST + 1, 300, 1_000, 100_000)),
    ],
)
def test_what_cannot_be_read_is_a_value_error(content: bytes) -> None:
    with pytest.raises(ValueError):
        read_json(content)


def test_what_is_deep_and_what_is_long_is_read() -> None:
    for value in (json.loads("[" * DEEPEST + "]" * DEEPEST), [{"a": [n]} for n in range(1_000)], "x", 1, None):
        assert read_json(json.dumps(value).encode()) == value


def test_no_adapter_reads_json_by_itself() -> None:
    root = Path(reference.__path__[0])
    loose = [str(file) for file in root.rglob("*.py") if ".json()" in file.read_text("utf-8")]
    assert loose == [], "because an answer nested beyond measure would raise what no client expects; use read_json"
