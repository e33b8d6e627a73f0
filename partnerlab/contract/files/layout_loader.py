"""Delimited files: described by a layout beside those of record files, written, read and judged by it."""

from __future__ import annotations

from pathlib import Path

from partnerlab import yamlio
from partnerlab.contract.files import Layout
from partnerlab.contract.files.delimited.delimited_layout import Delimited

__all__ = ["Delimited", "load"]


def load(path: Path) -> Layout:
    """A `*.layout.yaml` of either kind: `delimited: 1`, or a record file's."""
    words = {line.partition(b":")[0] for line in path.read_bytes().splitlines()}
    return Delimited.of(yamlio.load(path), path) if b"delimited" in words else Layout.load(path)
