"""Running numbers: receipts, requests, registrations, meters."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, insert, update

from reference.cis.tables import series

_NEXT = (
    update(series)
    .where(series.c.name == bindparam("key"))
    .values(last=series.c.last + bindparam("count"))
    .returning(series.c.last)
)
_FIRST = insert(series)


def next_number(db: Connection, name: str, first: int = 1, count: int = 1) -> int:
    """The number after the last one given out in this series, the first of `count` that are now taken."""
    given = db.execute(_NEXT, {"key": name, "count": count}).scalar()
    if given is None:
        given = first + count - 1
        db.execute(_FIRST, {"name": name, "last": given})
    return int(given) - count + 1
