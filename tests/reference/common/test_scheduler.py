"""Queues together: each item in its time, and none looked for where nothing can have changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, delete, insert, select

from reference.common.clock import BANGKOK, Clock, stamp
from reference.common.database import Database
from reference.common.scheduler import Scheduler

START = datetime(2026, 11, 23, 9, 0, tzinfo=BANGKOK)
MINUTE = timedelta(minutes=1)
METADATA = MetaData()
item = Table("item", METADATA, Column("id", Integer, primary_key=True), Column("queue", String), Column("due", String))


class Queue:
    """Items in the order of their time. A try does the item, and first enters those of `enters`, of any queue."""

    def __init__(self, db: Database, name: str, done: list[tuple[str, int]]) -> None:
        self._db, self._name, self._done = db, name, done
        self.waits = select(item.c.id).where(item.c.queue == name)
        self.looks = 0
        self.enters: list[tuple[str, datetime]] = []

    def first(self, db: Connection) -> Any:
        self.looks += 1
        return db.execute(self.waits.add_columns(item.c.due).order_by(item.c.due, item.c.id).limit(1)).first()

    def run(self, row: Any, now: datetime) -> None:
        for name, due in self.enters:
            enter(self._db, name, due)
        self.enters.clear()
        with self._db.write() as db:
            db.execute(delete(item).where(item.c.id == row.id))
        self._done.append((self._name, (now - START) // MINUTE))


def enter(db: Database, name: str, due: datetime) -> None:
    with db.write() as connection:
        connection.execute(insert(item).values(queue=name, due=stamp(due)))


@pytest.fixture
def db() -> Iterator[Database]:
    made = Database(None, METADATA)
    yield made
    made.close()


def test_no_other_queue_is_asked_after_a_separate_one(db: Database) -> None:
    done: list[tuple[str, int]] = []
    first, second = (Queue(db, name, done) for name in ("first", "second"))
    for minutes in (3, 1, 2):
        enter(db, "second", START + minutes * MINUTE)
    enter(db, "first", START + 2 * MINUTE)
    clock = Clock()
    clock.set(START)
    Scheduler(clock, db, [first, second], separate=[second]).run_until(START + timedelta(hours=1))
    assert done == [("second", 1), ("first", 2), ("second", 2), ("second", 3)]
    assert (first.looks, second.looks) == (1, 5), "not after an item of the other"


def test_what_a_separate_try_has_others_enter_is_seen(db: Database) -> None:
    done: list[tuple[str, int]] = []
    first, second = (Queue(db, name, done) for name in ("first", "second"))
    enter(db, "second", START + MINUTE)
    enter(db, "second", START + 3 * MINUTE)
    second.enters = [("first", START + 2 * MINUTE)]
    clock = Clock()
    clock.set(START)
    Scheduler(clock, db, [first, second], separate=[second]).run_until(START + timedelta(hours=1))
    assert done == [("second", 1), ("first", 2), ("second", 3)]
