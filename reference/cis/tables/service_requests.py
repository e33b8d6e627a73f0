"""Requests of citizens, their steps, checks and look-ups."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from reference.cis.tables.store import metadata

# Requests in typed words, by their origin's number too; `original` is the message as it came.
request = Table(
    "request",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("origin", String(40), nullable=False),
    Column("origin_number", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("branch", String(2), nullable=False),
    Column("received_at", String(25), nullable=False),
    Column("surveyed_at", String(25)),
    Column("reason", Text),
    Column("fee", BigInteger),
    Column("fee_due", String(10)),
    Column("registration", String(8)),
    Column("name", Text),  # of the applicant, as the registers have it today
    Column("deed", String(20)),  # of the parcel where the water is to go, as the map has it
    Column("applicant", Text, nullable=False),  # the name that the applicant gave
    Column("tax_id", String(13), nullable=False),
    Column("citizen_id", String(13)),
    Column("latitude", String(20)),
    Column("longitude", String(20)),
    Column("province", String(2), nullable=False),
    Column("district", String(2), nullable=False),
    Column("subdistrict", String(2), nullable=False),
    Column("house_code", String(11)),
    Column("address", Text, nullable=False),
    Column("meter_size", String(2), nullable=False),
    Column("account_class", String(2), nullable=False),
    Column("original", Text, nullable=False),
    Column("revision", Integer, nullable=False),  # of the origin's own changes, the last one held
    Column("pipe", Text),  # near the place of field work, as the map has it
    Column("joined_to", String(20)),  # the request whose repair is this one's too
    Column("account", String(8)),  # the one that it is about; `registration` is the one that it opens
    Column("requester", String(13)),  # who is logged in at its origin
    Column("details", Text, nullable=False),  # words of its kind, as JSON
    Index("request_by_account", "account"),
    Index("request_by_requester", "origin", "requester"),
    Index("request_by_origin", "origin", "origin_number", unique=True),
    Index("request_by_registration", "registration"),
    Index("request_by_joined", "joined_to"),
    Index("request_by_area", "province", "district", "subdistrict"),
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
register_lookup = Table(
    "register_lookup",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("request_id", String(20), ForeignKey("request.id"), nullable=False),
    Column("at", String(25), nullable=False),
    Column("register", String(20), nullable=False),
    Column("last_digits", String(4), nullable=False),
    Column("outcome", Text, nullable=False),
    Index("register_lookup_by_request", "request_id"),
)

# That the register of welfare cards was asked about the holder of an account, kept for a year.
welfare_check = Table(
    "welfare_check",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("registration", String(8), ForeignKey("account.registration"), nullable=False),
    Column("at", String(25), nullable=False),
    Column("register", String(20), nullable=False),
    Column("last_digits", String(4), nullable=False),
    Column("outcome", Text, nullable=False),
    Index("welfare_check_by_registration", "registration"),
)

# Accounts whose holders are supported by the state: one account for each card.
welfare_right = Table(
    "welfare_right",
    metadata,
    Column("registration", String(8), ForeignKey("account.registration"), primary_key=True),
    Column("holder", String(13), nullable=False),
    Column("since", String(25), nullable=False),
    Index("welfare_right_by_holder", "holder", unique=True),
)

# What registers (or, while they were down, a paper copy) prove of an account's holder or a request, by its number.
proof = Table(
    "proof",
    metadata,
    Column("subject", String(20), primary_key=True),
    Column("matter", String(20), primary_key=True),
    Column("standing", String(20), nullable=False),
    Column("at", String(25), nullable=False),
    Column("reason", Text),
    Column("facts", Text, nullable=False),
)

# That a register was asked for a proof, kept for a year: never what it said.
proof_lookup = Table(
    "proof_lookup",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", String(20), nullable=False),
    Column("at", String(25), nullable=False),
    Column("register", String(20), nullable=False),
    Column("last_digits", String(4), nullable=False),
    Column("outcome", Text, nullable=False),
    Index("proof_lookup_by_subject", "subject"),
)

# Checks of requests that still have to succeed, and when each is tried next.
request_check = Table(
    "request_check",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("request_id", String(20), ForeignKey("request.id"), nullable=False),
    Column("due", String(25), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("last_failure", Text),
    Index("request_check_by_due", "due"),
)
