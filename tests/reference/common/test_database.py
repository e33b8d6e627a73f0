"""A store in memory moves to a file before it grows too large, and what others write meanwhile stands there too."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, func, insert, select

from reference.common import database
from reference.common.database import Database

METADATA = MetaData()
THING = Table("thing", METADATA, Column("id", Integer, primary_key=True), Column("text", Text, nullable=False))


@pytest.fixture
def store() -> Iterator[Database]:
    opened = Database(None, METADATA)
    yield opened
    opened.close()


def add(store: Database, count: int, size: int = 10, expected: int = 0) -> None:
    with store.write(expected) as db:
        db.execute(insert(THING), [{"text": "x" * size}] * count)


def count(store: Database) -> int:
    with store.read() as db:
        return int(db.execute(select(func.count()).select_from(THING)).scalar() or 0)


def test_what_is_expected_to_be_large_goes_to_a_file_first(store: Database) -> None:
    add(store, 3)
    assert store.is_in_memory
    add(store, 4, expected=database.MOST_IN_MEMORY)
    assert not store.is_in_memory
    assert count(store) == 7


def test_a_store_that_has_grown_moves_by_itself(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "MOST_IN_MEMORY", 100_000)
    for _ in range(5):
        add(store, 10, size=5_000)
    assert not store.is_in_memory
    assert count(store) == 50


def test_the_file_is_gone_with_the_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    store = Database(None, METADATA)
    add(store, 1, expected=database.MOST_IN_MEMORY)
    assert len(list(tmp_path.iterdir())) == 1
    store.clear()
    assert (store.is_in_memory, count(store), list(tmp_path.iterdir())) == (True, 0, [])
    add(store, 1, expected=database.MOST_IN_MEMORY)
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_who_writes_while_it_moves_writes_to_the_new_place(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "MOST_IN_MEMORY", 200_000)
    writers = [threading.Thread(target=lambda: [add(store, 1, size=4_000) for _ in range(30)]) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not store.is_in_memory
    assert count(store) == 120


def test_what_fails_is_not_kept_wherever_the_store_lies(store: Database) -> None:
    add(store, 1)
    for expected in (0, database.MOST_IN_MEMORY):
        with pytest.raises(RuntimeError), store.write(expected) as db:
            db.execute(insert(THING), {"text": "lost"})
            raise RuntimeError("broken")
    assert count(store) == 1
