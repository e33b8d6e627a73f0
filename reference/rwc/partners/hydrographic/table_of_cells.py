"""The Navy's files as tables: a line of names, then lines of cells between commas, in UTF-8, each ended by LF.

A spreadsheet may have put a byte order mark before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import category

from reference.rwc.messages import FileRefused

HEIGHT = re.compile("-?[0-9]{1,12}[.][0-9]{2}")
"""Metres with two decimals."""


def rows_of(data: bytes, names: Sequence[str]) -> list[list[str]]:
    """The cells of each line after the line of names; raises `FileRefused`."""
    try:
        *lines, rest = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise FileRefused("expected UTF-8") from None
    if not lines or lines[0].split(",") != list(names):
        raise FileRefused(f"line 1: expected {','.join(names)}")
    if rest:
        raise FileRefused(f"line {len(lines) + 1}: expected LF at its end")
    rows = [line.split(",") for line in lines[1:]]
    for number, row in enumerate(rows, 2):
        if len(row) != len(names):
            raise FileRefused(f"line {number}: expected {len(names)} cells, seen {len(row)}")
        if any(category(letter) == "Cc" for cell in row for letter in cell):
            raise FileRefused(f"line {number}: expected no control characters")
    return rows
