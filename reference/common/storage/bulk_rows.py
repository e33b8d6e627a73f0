"""Many rows at once, as tuples handed to the driver: several times faster than rows that are dictionaries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Connection, Table

_AT_ONCE = 500
"""Values of one look-up: every store takes so many, and more are no faster."""

Rows = Sequence[tuple[Any, ...]]


def insert_rows(db: Connection, table: Table, columns: tuple[str, ...], rows: Rows) -> None:
    """Add rows whose values stand in the order of `columns`."""
    if rows:
        db.exec_driver_sql(_insert(table.name, columns, _mark(db)), list(rows))


def update_rows(db: Connection, table: Table, columns: tuple[str, ...], key: str, rows: Rows) -> None:
    """Set columns of many rows: each tuple holds the new values in their order, and last the value of `key`."""
    if rows:
        mark = _mark(db)
        values = ", ".join(f"{column} = {mark}" for column in columns)
        db.exec_driver_sql(f"UPDATE {table.name} SET {values} WHERE {key} = {mark}", list(rows))


def delete_rows(db: Connection, table: Table, key: str, values: Sequence[Any]) -> None:
    """Remove the rows whose `key` is one of so many values."""
    if values:
        db.exec_driver_sql(f"DELETE FROM {table.name} WHERE {key} = {_mark(db)}", [(value,) for value in values])


def rows_among(db: Connection, columns: Sequence[Column[Any]], values: Sequence[str]) -> Iterator[Any]:
    """These columns of the rows whose first one is among so many values."""
    key = columns[0]
    start = f"SELECT {', '.join(column.name for column in columns)} FROM {key.table.name} WHERE {key.name} IN ("
    for first in range(0, len(values), _AT_ONCE):
        some = tuple(values[first : first + _AT_ONCE])
        yield from db.exec_driver_sql(f"{start}{_marks(_mark(db), len(some))})", some).fetchall()


@lru_cache
def _insert(table: str, columns: tuple[str, ...], mark: str) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({_marks(mark, len(columns))})"


@lru_cache
def _marks(mark: str, count: int) -> str:
    return ", ".join([mark] * count)


def _mark(db: Connection) -> str:
    """The placeholder that the driver takes for a value in a statement."""
    return "?" if db.dialect.paramstyle == "qmark" else "%s"
