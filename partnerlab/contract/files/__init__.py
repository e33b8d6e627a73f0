"""Record files: layouts in bytes, from which the lab writes, reads, judges, masks and points at the wrong column."""

from __future__ import annotations

from partnerlab.contract.files.field_types.field_type import WriteError
from partnerlab.contract.files.file_findings import FileFinding, Place
from partnerlab.contract.files.fixed_width.file_judge import Verdict
from partnerlab.contract.files.fixed_width.record_reader import ReadError, RecordFile
from partnerlab.contract.files.layout import Layout
from partnerlab.contract.files.layout_model import Field, LayoutModel, Record
from partnerlab.contract.files.layout_source import LayoutError
from partnerlab.contract.files.ruler import ruler

__all__ = [
    "Field",
    "FileFinding",
    "Layout",
    "LayoutError",
    "LayoutModel",
    "Place",
    "ReadError",
    "Record",
    "RecordFile",
    "Verdict",
    "WriteError",
    "ruler",
]
