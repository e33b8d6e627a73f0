"""The list of materials as it was last told, and the slips that were made from it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from reference.cis.tables.store import metadata

material = Table(
    "material",
    metadata,
    Column("number", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("unit", String(3), nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("told_at", String(25), nullable=False),
)
material_reading = Table(
    "material_reading",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(25), nullable=False),
    Column("changed", Integer, nullable=False),
    Column("failure", Text),
)
requisition_slip = Table(
    "requisition_slip",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("request_id", String(20), ForeignKey("request.id"), nullable=False),
    Column("made_at", String(25), nullable=False),
    Index("requisition_slip_by_request", "request_id"),
)
requisition_item = Table(
    "requisition_item",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slip", String(20), ForeignKey("requisition_slip.number"), nullable=False),
    Column("material", String(40), nullable=False),
    Column("name", Text, nullable=False),
    Column("unit", String(3), nullable=False),
    Column("quantity", Integer, nullable=False),
    Index("requisition_item_by_slip", "slip"),
)
