"""The customer system's store."""

from __future__ import annotations

from reference.cis.tables import metadata
from reference.common import database


class Db(database.Db):
    """Transactions over the tables of this system."""

    def __init__(self, url: str | None) -> None:
        super().__init__(url, metadata)
