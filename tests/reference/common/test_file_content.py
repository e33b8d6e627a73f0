"""The content of a file: whole, in blocks and in lines the same, however large it is."""

from __future__ import annotations

import gc
import re
import tracemalloc
from pathlib import Path

import pytest

from reference.common.file_channels import file_content
from reference.common.file_channels.file_content import FileContent

SHAPES = [
    b"",
    b"\r\n",
    b"one",
    b"one\r\ntwo\r\n",
    b"one\ntwo\n\x1a",
    b"one\r\n\r\n  \r\ntwo\x1a\r\n\x1a\r\n",
    b"on\re\x1a\ntwo",
    b"\n\n\nthree\r\n\r\n\r\n\r\nfour\x1a\x1a",
]


def plain(data: bytes) -> list[bytes]:
    """The same read at once."""
    lines = re.sub(rb"[\r\n]*\x1a[\x1a\r\n]*\Z", b"", data).replace(b"\r\n", b"\n").split(b"\n")
    return [line for line in lines if line]


@pytest.mark.parametrize("block", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("data", SHAPES)
def test_lines_are_the_same_wherever_blocks_end(data: bytes, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_content, "BLOCK", block)
    content = FileContent.of(data)
    assert [line for lines in content.line_blocks() for line in lines] == plain(data)
    assert b"".join(content.blocks()) == content.read() == data


def test_two_readers_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_content, "BLOCK", 2)
    content = FileContent.gather([b"ab", b"cd"])
    assert list(zip(content.blocks(), content.blocks(), strict=True)) == [(b"ab", b"ab"), (b"cd", b"cd")]
    content.add(b"e")
    assert content.read() == b"abcde"


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux lists the open files of a process")
def test_what_is_large_lies_in_a_file_that_goes_with_it() -> None:
    before = open_files()
    content = FileContent.gather([bytes(file_content.BLOCK), b"x"])
    assert open_files() == before + 1
    del content
    gc.collect()
    assert open_files() == before


def test_what_comes_in_blocks_is_never_held_at_once() -> None:
    block = bytes(file_content.BLOCK)
    tracemalloc.start()
    content = FileContent.gather(block for _ in range(16))
    for _ in content.blocks():
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6 * file_content.BLOCK
    assert content.size == 16 * file_content.BLOCK


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
