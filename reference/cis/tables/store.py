"""The one collection that all tables of the system belong to."""

from __future__ import annotations

from sqlalchemy import MetaData

metadata = MetaData()
