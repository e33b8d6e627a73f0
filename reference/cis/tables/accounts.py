"""Customers, and the running numbers that the system gives out."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

from reference.cis.tables.store import metadata

account = Table(
    "account",
    metadata,
    Column("registration", String(8), primary_key=True),
    Column("branch", String(2), nullable=False),
    Column("name", Text, nullable=False),
    Column("tax_id", String(13)),
    Column("account_class", String(2), nullable=False),
    Column("meter_size", String(2), nullable=False),
    Column("address", Text, nullable=False),
    Column("state", String(10), nullable=False),  # waiting (no meter yet), active, deposited (meter taken back), closed
    Column("meter_number", String(20)),
    Column("held_since", String(10)),  # by the present holder; nothing: from the beginning
    Column("suspended_on", String(10)),  # since when no water runs to it for what is owed
    Column("mobile", String(10)),  # of the holder, to which codes for logging in go
    Index("account_by_holder", "tax_id"),
    Index("account_by_mobile", "mobile"),
)

# Running numbers that the system gives out.
series = Table(
    "series",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("last", Integer, nullable=False),
)
