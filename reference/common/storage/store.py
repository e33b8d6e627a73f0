"""Where a database lies: SQLite in memory or in a file, or a PostgreSQL server; and how its transactions begin."""

from __future__ import annotations

import shutil
import sqlite3
import weakref
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool

from reference.common.storage.store_folder import temporary_folder

READ, WRITE = "read", "write"
_BEGIN = {
    "sqlite": {READ: "BEGIN", WRITE: "BEGIN IMMEDIATE"},
    "postgresql": {
        READ: "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        WRITE: "SELECT pg_advisory_xact_lock(hashtext(current_schema()))",  # the only writer, as with SQLite
    },
}
_NUMBERS = count(1)  # a store in memory is its process's own
_SQLITE = {"check_same_thread": False, "isolation_level": None, "timeout": 10}


class Store:
    """A place for tables. One in memory lives while `keeper` is open; `folder` is removed with the store."""

    def __init__(self, url: str | None, folder: Path | None = None) -> None:
        self.is_in_memory = url is None
        self.engine = _engine(url or f"sqlite:///file:/store-{next(_NUMBERS)}?vfs=memdb&uri=true")
        if folder:
            event.listen(self.engine, "connect", _spare_the_disk)
        self.keeper = self.engine.connect()
        self._remove = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True) if folder else None

    @classmethod
    def on_file(cls, source: sqlite3.Connection) -> Store:
        """A copy in a temporary file, which goes with the store."""
        folder = temporary_folder()
        with closing(sqlite3.connect(folder / "store.db")) as target:
            source.backup(target)
        return cls(f"sqlite:///{folder / 'store.db'}", folder)

    def size(self) -> int:
        """Bytes that SQLite has in use."""
        pages, size = (self._number(f"PRAGMA {name}") for name in ("page_count", "page_size"))
        return pages * size

    def _number(self, query: str) -> int:
        connection: Any = self.keeper.connection.driver_connection
        return int(connection.execute(query).fetchone()[0])

    def close(self) -> None:
        self.keeper.close()
        self.engine.dispose()
        if self._remove:
            self._remove()


def _engine(url: str) -> Engine:
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args=_SQLITE, poolclass=NullPool)
        event.listen(engine, "connect", _prepare)
    else:
        engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name in _BEGIN:
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")  # a store in memory keeps its own mode
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA cache_size=-32000")  # kB: look-ups by keys that come in no order need it


def _spare_the_disk(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")  # a temporary store outlives no crash of the machine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(_BEGIN[connection.dialect.name][connection.info.get("kind", WRITE)])
