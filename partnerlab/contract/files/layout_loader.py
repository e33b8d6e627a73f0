"""Delimited files: described by a layout beside those of record files, written, read and judged by it."""

from __future__ import annotations

from pathlib import Path

from partnerlab import yamlio
from partnerlab.contract.files import Layout
from partnerlab.contract.files.delimited.delimited_layout import Delimited

__all__ = ["Delimited", "load"]


def load(path: Path) -> Layout:
    """A `*.layout.yaml` of either kind: `delimited: 1`, or a record file's."""
    document = yamlio.load(path)
    kind = isinstance(document.data, dict) and "delimited" in document.data
    return Delimited.of(document, path) if kind else Layout.load(path)
