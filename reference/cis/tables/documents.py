"""The e-Document store: papers of requests and signed agreements."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

from reference.cis.tables.store import metadata

# Rows are only added, as a hash chain. Of a paper that was erased, its text alone is gone.
document = Table(
    "document",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(25), nullable=False),
    Column("kind", String(10), nullable=False),  # request, decision, paper, agreement
    Column("about", String(64), nullable=False),  # the request's number, or the party of an agreement
    Column("digest", String(64), nullable=False),  # SHA-256 of the text
    Column("text", Text),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("document_by_subject", "about"),
)

# Papers that an applicant attached, which their origin keeps until they are fetched.
paper_order = Table(
    "paper_order",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("request_id", String(20), nullable=False),
    Column("origin", String(40), nullable=False),
    Column("origin_number", String(64), nullable=False),
    Column("reference", String(64), nullable=False),
    Column("media", String(60), nullable=False),
    Column("title", Text, nullable=False),
    Column("state", String(10), nullable=False),  # waiting, kept, refused
    Column("due", String(25), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason", Text),
    Index("paper_order_by_request", "request_id"),
    Index("paper_order_by_due", "state", "due"),
)
