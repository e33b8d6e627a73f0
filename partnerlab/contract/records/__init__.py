"""Record files: layouts in bytes, from which the lab writes, reads, judges, masks and points at the wrong column."""

from __future__ import annotations

from partnerlab.contract.records.judging import Verdict
from partnerlab.contract.records.layout import Layout
from partnerlab.contract.records.model import Field, Model, Record
from partnerlab.contract.records.places import Place, RecordFinding
from partnerlab.contract.records.reading import ReadError, RecordFile
from partnerlab.contract.records.ruler import ruler
from partnerlab.contract.records.source import LayoutError
from partnerlab.contract.records.writing import WriteError

__all__ = [
    "Field",
    "Layout",
    "LayoutError",
    "Model",
    "Place",
    "ReadError",
    "Record",
    "RecordFile",
    "RecordFinding",
    "Verdict",
    "WriteError",
    "ruler",
]
