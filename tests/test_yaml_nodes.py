"""What YAML allows and no file here may hold is told with its line, and never hangs or raises anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnerlab.yamlio import YamlError, load, parse

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)
)
MERGES = "m0: &m0 {a: 1}\n" + "\n".join(f"m{n}: &m{n}\n  <<: [{', '.join([f'*m{n - 1}'] * 10)}]" for n in range(1, 12))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BOMB, "t.yaml:5:5: repeats more than 50,000 parts"),
        (MERGES, "repeats more than 50,000 parts"),
        ("a: &a [*a]", "holds itself"),
        ("a: &a\n  <<: *a", "holds itself"),
        ("{a: " * 61 + "x" + "}" * 61, "nested deeper"),
        ("a: &a " + "[" * 40 + "x" + "]" * 40 + "\nb: " + "[" * 40 + "*a" + "]" * 40, "nested deeper"),
        ("[" * 100_000, "nesting"),
        ("x: 1\n? [a]\n: x", "t.yaml:2:3: a key is a text"),
        ("{{a: b}: c}", "a key is a text"),
        ("x: 1\na: !!binary aGVsbG8=", "t.yaml:2:4: the tag !!binary"),
        ("a: !!set {x, y}", "the tag !!set"),
        ("a: !!omap [x: 1]", "the tag !!omap"),
        ("a: !!bool maybe", "the tag !!bool means nothing here for 'maybe'"),
        ("a: !!int 0x1F", "the tag !!int"),
        ("a: !!timestamp 2026-02-30", "the tag !!timestamp"),
        ("a: !mine x", "the tag !mine"),
        ("!!binary aGk=: y", "the tag !!binary"),
        ("<<: x", "<< takes a mapping"),
        ("a: \x01", "not allowed"),
    ],
)
def test_it_is_told_where_it_stands(text: str, told: str) -> None:
    with pytest.raises(YamlError) as bad:
        parse(text, "t.yaml")
    assert told in str(bad.value)
    assert "\n" not in str(bad.value)


def test_aliases_that_repeat_little_are_followed() -> None:
    assert parse("a: &a {x: 1}\nb: [*a, *a]\nc: {<<: *a, y: 2}").data["c"] == {"x": 1, "y": 2}


@pytest.mark.parametrize("key", ["1", "true", "null", "~", "2.5", "1" * 5_000])
def test_a_key_is_text_as_it_is_written(key: str) -> None:
    assert parse(f"{key}: x" if len(key) < 1_000 else f"? {key}\n: x").data == {key: "x"}


@pytest.mark.parametrize("number", ["1" * 5_000, "-" + "1" * 5_000, "1" * 5_000 + ".5", "0." + "1" * 5_000])
def test_a_number_longer_than_anybodys_is_text(number: str) -> None:
    assert parse(f"a: {number}").data == {"a": number}


def test_a_device_is_no_yaml_file() -> None:
    with pytest.raises(YamlError, match="no file that can be read"):
        load(Path("/dev/null"))
