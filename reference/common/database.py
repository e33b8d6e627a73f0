"""The database: SQLite (in memory by default) or PostgreSQL by a SQLAlchemy address, a connection for each thread."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import count
from typing import Any

from sqlalchemy import Connection, MetaData, create_engine
from sqlalchemy.pool import StaticPool

from reference.common.storage.store import READ, WRITE, Store
from reference.common.storage.store_outage import Moment, StoreOutage

MOST_IN_MEMORY = 128 << 20
"""Bytes of a store in memory: less than what SQLite allows, and little enough for a small machine."""

_EMPTY: dict[MetaData, sqlite3.Connection] = {}
_EMPTY_LOCK = threading.Lock()


class Database:
    """Transactions over the tables in `metadata`.

    A store in memory is SQLite's memdb, which several connections may share and which lives while one
    connection is open. It ends at 1 GiB, so it moves to a temporary file before it grows large. Transactions do not
    nest: finish one before calling another system, because the answer may come back as a call.
    """

    def __init__(self, url: str | None, metadata: MetaData) -> None:
        self._metadata = metadata
        self.outage = StoreOutage()
        self._count = count(1)
        self._version = 0
        self._local = threading.local()
        self._is_ours = url is None
        self._writing: AbstractContextManager[Any] = threading.RLock() if self._is_ours else nullcontext()
        self._store = Store(url)
        if self._is_ours:
            self._empty()
        else:
            metadata.create_all(self._store.engine)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view; nothing is written."""
        with self._transaction(READ) as connection:
            yield connection

    @contextmanager
    def write(self, expected: int = 0) -> Iterator[Connection]:
        """All or nothing, and the only writer meanwhile; `expected` bytes, where it may be many, find room."""
        try:
            with self._writing:
                self._make_room(expected)
                with self._transaction(WRITE) as connection:
                    yield connection
        finally:
            self._version = next(self._count)  # never the same twice, however many threads write

    @property
    def version(self) -> int | None:
        """A number that changes with every writing; None for a store that others may write to as well."""
        return self._version if self._is_ours else None

    @property
    def is_in_memory(self) -> bool:
        return self._store.is_in_memory

    @contextmanager
    def _transaction(self, kind: str) -> Iterator[Connection]:
        self.outage.pass_by(Moment.BEFORE_IT_BEGINS)
        connection = self._connection()
        connection.info["kind"] = kind
        with connection.begin():
            yield connection
        if kind == WRITE:
            self.outage.pass_by(Moment.AFTER_ITS_COMMIT)

    def _connection(self) -> Connection:
        store = self._store
        held: tuple[Store, Connection] | None = getattr(self._local, "held", None)
        if held is None or held[0] is not store:
            self._give_back()
            held = self._local.held = (store, store.engine.connect())
        return held[1]

    def _give_back(self) -> None:
        if held := getattr(self._local, "held", None):
            held[1].close()
            self._local.held = None

    def _make_room(self, expected: int) -> None:
        """Move the store to a file before it grows too large; no other transaction may be writing meanwhile."""
        if self.is_in_memory and self._store.size() + expected > MOST_IN_MEMORY:
            source: Any = self._store.keeper.connection.driver_connection
            self._replace(Store.on_file(source))

    def _replace(self, store: Store) -> None:
        earlier, self._store = self._store, store
        earlier.close()

    def clear(self) -> None:
        """Forget everything. In memory it is one copy of an empty store, well below a millisecond."""
        if self._is_ours:
            if not self.is_in_memory:
                self._replace(Store(None))
            self._empty()
            self._version = next(self._count)
            return
        with self.write() as connection:
            for table in reversed(self._metadata.sorted_tables):
                connection.execute(table.delete())

    def _empty(self) -> None:
        target: Any = self._store.keeper.connection.driver_connection
        with _EMPTY_LOCK:
            _empty_store(self._metadata).backup(target)

    def close(self) -> None:
        """Give the connections back; a store of our own is gone then."""
        self._give_back()
        self._store.close()


def _empty_store(metadata: MetaData) -> sqlite3.Connection:
    """A store with all tables and no rows, made once a process; call it under its lock."""
    if metadata not in _EMPTY:
        empty = _EMPTY[metadata] = sqlite3.connect(":memory:", check_same_thread=False)
        engine = create_engine("sqlite://", creator=lambda: empty, poolclass=StaticPool)
        metadata.create_all(engine)
    return _EMPTY[metadata]
