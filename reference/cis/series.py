"""Running numbers: receipts, requests, registrations, meters."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, insert, update

from reference.cis.tables import series

_NEXT = (
    update(series)
    .where(series.c.name == bindparam("key"))
    .values(last=series.c.last + 1)
    .returning(series.c.last)
)
_FIRST = insert(series)


def next_number(db: Connection, name: str, first: int = 1) -> int:
    """The number after the last one given out in this series; it is used up when the transaction holds."""
    given = db.execute(_NEXT, {"key": name}).scalar()
    if given is None:
        db.execute(_FIRST, {"name": name, "last": first})
        return first
    return int(given)
