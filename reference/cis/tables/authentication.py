"""What callers prove themselves by, as far as it must be remembered."""

from __future__ import annotations

from sqlalchemy import Column, Float, String, Table

from reference.cis.tables.store import metadata

# Numbers of signed tokens that were used, until the token would have ended anyhow.
used_token = Table(
    "used_token",
    metadata,
    Column("partner", String(40), primary_key=True),
    Column("number", String(100), primary_key=True),
    Column("ends", Float, nullable=False),
)
