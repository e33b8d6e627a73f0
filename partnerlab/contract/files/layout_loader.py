"""Load a `*.layout.yaml` of any kind: of fixed columns, of cells, or of a delimited file."""

from __future__ import annotations

from pathlib import Path

from partnerlab import yamlio
from partnerlab.contract.files import Layout
from partnerlab.contract.files.delimited.delimited_layout import Delimited
from partnerlab.contract.files.delimited.delimited_records import DelimitedRecords

__all__ = ["Delimited", "DelimitedRecords", "load"]


def load(path: Path) -> Layout:
    """A `*.layout.yaml` of any kind: `delimited: 1`, or a record file's, in columns or in cells."""
    document = yamlio.load(path)
    if isinstance(document.data, dict) and "delimited" in document.data:
        return Delimited.of(document, path)
    layout = Layout.load(path)
    return DelimitedRecords(layout.model) if layout.model.lines.separator else layout
