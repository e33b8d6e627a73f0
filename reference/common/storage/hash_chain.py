"""A table whose rows form a hash chain: a row that is changed, taken out or put in between breaks it.

That the newest rows were cut off shows only against a head that was written down elsewhere: hand it to `verify`. The
oldest rows may be cut off on purpose once their time is over; where the chain begins is kept then.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Connection, MetaData, String, Table, delete, func, insert, select

BEGINNING = "0" * 64
"""What the first row has in place of the hash of a row before it."""

# Where a chain begins whose oldest rows were cut off. Each system takes this table into its own metadata.
chain_start = Table(
    "chain_start",
    MetaData(),
    Column("chain", String(20), primary_key=True),
    Column("previous", String(64), nullable=False),
)


class ChainBroken(Exception):
    """A record is not as it was written; the text says where it breaks."""


class HashChain:
    """The chain of a table with the columns id, at, previous, hash; `free` are columns that may change later."""

    def __init__(self, table: Table, free: frozenset[str] = frozenset()) -> None:
        self._table = table
        self._unhashed = frozenset(("id", "previous", "hash")) | free
        self._add = insert(table)
        self._last = select(table.c.hash).order_by(table.c.id.desc()).limit(1)
        self._count = select(func.count()).select_from(table)
        self._all = select(table).order_by(table.c.id)

    def append(self, db: Connection, entry: Mapping[str, Any]) -> None:
        """Add a row (columns) behind the last one."""
        previous = self.head(db)
        db.execute(self._add, {**entry, "previous": previous, "hash": self.hash_of(entry, previous)})

    def head(self, db: Connection) -> str:
        """The hash of the newest row, which depends on all rows."""
        return db.execute(self._last).scalar() or self._start(db)

    def count(self, db: Connection) -> int:
        """How many rows there are."""
        return int(db.execute(self._count).scalar_one())

    def verify(self, db: Connection, known_head: str | None = None) -> int:
        """How many rows stand as they were written; ChainBroken where one does not.

        `known_head` is a head that was written down before: it must be among the hashes.
        """
        previous, seen = self._start(db), 0
        hashes = {previous}
        for row in db.execute(self._all).mappings():
            if row["previous"] != previous or row["hash"] != self.hash_of(dict(row), previous):
                raise ChainBroken(f"entry {row['id']} of {row['at']} is not what was written, or one before it is gone")
            previous, seen = row["hash"], seen + 1
            hashes.add(previous)
        if known_head is not None and known_head not in hashes:
            raise ChainBroken(f"no entry has the hash {known_head}: the newest entries were cut off, or all replaced")
        return seen

    def cut(self, db: Connection, before: str) -> int:
        """Take out the oldest rows, those of before a moment; how many. The others stand and can be verified."""
        older = self._table.c.at < before
        last = db.execute(select(self._table.c.hash).where(older).order_by(self._table.c.id.desc()).limit(1)).scalar()
        if last is None:
            return 0
        name = self._table.name
        db.execute(delete(chain_start).where(chain_start.c.chain == name))
        db.execute(insert(chain_start), {"chain": name, "previous": last})
        return db.execute(delete(self._table).where(older)).rowcount

    def hash_of(self, row: Mapping[str, Any], previous: str) -> str:
        """The hash of a row behind the one with the hash `previous`."""
        kept = sorted((name, value) for name, value in row.items() if name not in self._unhashed)
        return hashlib.sha256(json.dumps([previous, kept], ensure_ascii=False).encode()).hexdigest()

    def _start(self, db: Connection) -> str:
        query = select(chain_start.c.previous).where(chain_start.c.chain == self._table.name)
        return db.execute(query).scalar() or BEGINNING
