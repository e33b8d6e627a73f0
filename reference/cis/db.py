"""The customer system's store."""

from __future__ import annotations

from reference._common import db
from reference.cis.tables import metadata


class Db(db.Db):
    """Transactions over the tables of this system."""

    def __init__(self, url: str | None) -> None:
        super().__init__(url, metadata)
