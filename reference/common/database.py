"""The database: SQLite (in memory by default) or any SQLAlchemy address, a connection for each thread."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from sqlalchemy import Connection, MetaData, create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool, StaticPool

_EMPTY: dict[MetaData, sqlite3.Connection] = {}
_EMPTY_LOCK = threading.Lock()
_STORES = count(1)  # a store in memory is its process's own


class Database:
    """Transactions over the tables in `metadata`.

    A store in memory is SQLite's memdb, which several connections may share and which lives while one
    connection is open; this object keeps one. Transactions do not nest: whoever calls out must have
    finished its own, because the answer may come back as a call.
    """

    def __init__(self, url: str | None, metadata: MetaData) -> None:
        self._metadata = metadata
        self._memory = url is None
        self._count = count(1)
        self._version = 0
        self._engine = _engine(url or f"sqlite:///file:/store-{next(_STORES)}?vfs=memdb&uri=true")
        self._local = threading.local()
        self._keeper = self._engine.connect()
        if self._memory:
            self.clear()
        else:
            metadata.create_all(self._engine)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view; nothing is written."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """All or nothing, and the only writer meanwhile."""
        try:
            with self._transaction("BEGIN IMMEDIATE") as connection:
                yield connection
        finally:
            self._version = next(self._count)  # never the same twice, however many threads write

    @property
    def version(self) -> int | None:
        """A number that changes with every writing; None for a store that others may write to as well."""
        return self._version if self._memory else None

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        connection = self._connection()
        connection.info["begin"] = begin
        with connection.begin():
            yield connection

    def _connection(self) -> Connection:
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._engine.connect()
        return connection

    def clear(self) -> None:
        """Forget everything. In memory it is one copy of an empty store, well below a millisecond."""
        if self._memory:
            target: Any = self._keeper.connection.driver_connection
            with _EMPTY_LOCK:
                _empty_store(self._metadata).backup(target)
            self._version = next(self._count)
            return
        with self.write() as connection:
            for table in reversed(self._metadata.sorted_tables):
                connection.execute(table.delete())

    def close(self) -> None:
        """Give the connections back; a store in memory is gone then."""
        if own := getattr(self._local, "connection", None):
            own.close()
        self._keeper.close()
        self._engine.dispose()


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url)
    arguments = {"check_same_thread": False, "isolation_level": None, "timeout": 10}
    engine = create_engine(url, connect_args=arguments, poolclass=NullPool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")  # a store in memory keeps its own mode
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.info.get("begin", "BEGIN IMMEDIATE"))


def _empty_store(metadata: MetaData) -> sqlite3.Connection:
    """A store with all tables and no rows, made once a process; call it under its lock."""
    if metadata not in _EMPTY:
        empty = _EMPTY[metadata] = sqlite3.connect(":memory:", check_same_thread=False)
        engine = create_engine("sqlite://", creator=lambda: empty, poolclass=StaticPool)
        metadata.create_all(engine)
    return _EMPTY[metadata]
