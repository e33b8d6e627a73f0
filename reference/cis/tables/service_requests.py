"""Requests of citizens, their checks, and messages about them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from reference.cis.tables.store import metadata

# Requests for a new connection; `form` is the message as it came.
request = Table(
    "request",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("portal_id", String(64), nullable=False, unique=True),
    Column("portal_number", String(40)),
    Column("status", String(20), nullable=False),
    Column("branch", String(2), nullable=False),
    Column("received_at", String(25), nullable=False),
    Column("surveyed_at", String(25)),
    Column("reason", Text),
    Column("fee", Integer),
    Column("fee_due", String(10)),
    Column("registration", String(8)),
    Column("name", Text),  # of the applicant, as the registers have it today
    Column("deed", String(20)),  # of the parcel where the water is to go, as the map has it
    Column("form", Text, nullable=False),
    Index("request_by_registration", "registration"),
)

request_step = Table(
    "request_step",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("request_id", String(20), ForeignKey("request.id"), nullable=False),
    Column("at", String(25), nullable=False),
    Column("status", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Index("request_step_by_request", "request_id"),
)

# That a register was asked about an applicant, kept for a year: never what it said.
look_up = Table(
    "look_up",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("request_id", String(20), ForeignKey("request.id"), nullable=False),
    Column("at", String(25), nullable=False),
    Column("question", String(20), nullable=False),
    Column("about", String(4), nullable=False),
    Column("outcome", Text, nullable=False),
    Index("look_up_by_request", "request_id"),
)

# Verifications that still have to succeed, and when each is tried next.
work = Table(
    "work",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("subject", String(40), nullable=False),
    Column("due", String(25), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("last_trouble", Text),
    Index("work_by_due", "due"),
)
