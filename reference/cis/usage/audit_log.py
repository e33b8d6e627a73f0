"""The record of all look-ups as a hash chain: an entry that is changed, taken out or put in between breaks it.

That the newest entries were cut off shows only against a head that was written down elsewhere: hand it to `verify`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, insert, select

from reference.cis.tables import disclosure

BEGINNING = "0" * 64
"""What the first entry has in place of the hash of an entry before it."""

_ADD = insert(disclosure)
_LAST = select(disclosure.c.hash).order_by(disclosure.c.id.desc()).limit(1)
_COUNT = select(func.count()).select_from(disclosure)
_ALL = select(disclosure).order_by(disclosure.c.id)


class AuditLogBroken(Exception):
    """The record is not as it was written; the text says where it breaks."""


def append(db: Connection, entry: Mapping[str, Any]) -> None:
    """Add an entry (columns) behind the last one."""
    previous = head(db)
    db.execute(_ADD, {**entry, "previous": previous, "hash": _hash(entry, previous)})


def head(db: Connection) -> str:
    """The hash of the newest entry, which stands for all of them."""
    return db.execute(_LAST).scalar() or BEGINNING


def count(db: Connection) -> int:
    """How many entries there are."""
    return int(db.execute(_COUNT).scalar_one())


def verify(db: Connection, known_head: str | None = None) -> int:
    """How many entries stand as they were written; AuditLogBroken where one does not.

    `known_head` is a head that was written down before: it must be among the hashes.
    """
    previous, seen, hashes = BEGINNING, 0, {BEGINNING}
    for row in db.execute(_ALL).mappings():
        entry = {name: value for name, value in row.items() if name not in ("id", "previous", "hash")}
        if row["previous"] != previous or row["hash"] != _hash(entry, previous):
            raise AuditLogBroken(f"entry {row['id']} of {row['at']} is not what was written, or one before it is gone")
        previous, seen = row["hash"], seen + 1
        hashes.add(previous)
    if known_head is not None and known_head not in hashes:
        raise AuditLogBroken(f"no entry has the hash {known_head}: the newest entries were cut off, or all replaced")
    return seen


def _hash(entry: Mapping[str, Any], previous: str) -> str:
    text = json.dumps([previous, sorted(entry.items())], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
