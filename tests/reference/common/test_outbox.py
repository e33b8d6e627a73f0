"""One outbox for many destinations: in order for each, and none waits for another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import MetaData
from sqlalchemy.exc import IntegrityError

from reference.common.clock import BANGKOK, Clock, stamp
from reference.common.database import Database
from reference.common.outbox import Delivery, Message, Outbox, enqueue, messages_about, outbox, withhold
from reference.common.scheduler import Scheduler

START = datetime(2026, 11, 23, 9, 0, tzinfo=BANGKOK)
METADATA = MetaData()
outbox.to_metadata(METADATA)


class Post:
    """An outbox to `east` and `west`, where nothing arrives at a destination that is `down`."""

    def __init__(self) -> None:
        self.db, self.clock = Database(None, METADATA), Clock()
        self.clock.set(START)
        self.arrived: list[tuple[str, str, int]] = []
        self.down: dict[str, Delivery | Exception] = {}
        self.work = Scheduler(self.clock, self.db, [Outbox(self.db, {"east": self.send, "west": self.send})])

    def send(self, message: Message) -> Delivery:
        failure = self.down.get(message.destination)
        if isinstance(failure, Exception):
            raise failure
        if failure is None:
            self.arrived.append((message.destination, message.subject, message.body["n"]))
        return failure or Delivery("delivered", "thanks")

    def write(self, destination: str, subject: str, n: int, at: str | None = None) -> None:
        with self.db.write() as db:
            enqueue(db, Message(destination, subject, {"n": n}, at), stamp(self.clock.now()))

    def rows(self, subject: str = "") -> list[dict[str, object]]:
        with self.db.read() as db:
            return messages_about(db, subject)


@pytest.fixture
def post() -> Iterator[Post]:
    made = Post()
    yield made
    made.db.close()


@pytest.mark.parametrize("failure", [Delivery("trouble", "busy"), KeyError("an adapter's mistake")])
def test_the_trouble_of_one_destination_holds_up_no_other(post: Post, failure: Delivery | Exception) -> None:
    post.down["east"] = failure
    for n in (1, 2):
        post.write("east", "A", n)
        post.write("west", "A", n)
    post.work.run()
    assert post.arrived == [("west", "A", 1), ("west", "A", 2)]
    post.down.clear()
    post.work.run_until(START + timedelta(minutes=1))
    assert post.arrived[2:] == [("east", "A", 1), ("east", "A", 2)]
    assert [row["attempts"] for row in post.rows() if row["destination"] == "east"] == [2, 1]


def test_one_subject_waits_behind_its_own_oldest_message_and_others_do_not(post: Post) -> None:
    post.down["east"] = Delivery("trouble", "busy", "120")
    post.write("east", "A", 1)
    post.work.run()
    post.down.clear()
    post.write("east", "A", 2)
    post.write("east", "B", 3)
    post.work.run()
    assert post.arrived == [("east", "B", 3)]
    post.work.run_until(START + timedelta(minutes=2))
    assert post.arrived[1:] == [("east", "A", 1), ("east", "A", 2)]


def test_messages_of_moments_leave_in_the_order_of_these_and_each_once(post: Post) -> None:
    post.write("east", "water", 2, "2026-11-23T08:00:00+07:00")
    post.write("east", "water", 1, "2026-11-23T07:00:00+07:00")
    post.write("west", "water", 2, "2026-11-23T08:00:00+07:00")
    with pytest.raises(IntegrityError):
        post.write("east", "water", 3, "2026-11-23T08:00:00+07:00")
    post.work.run()
    assert post.arrived == [("east", "water", 1), ("east", "water", 2), ("west", "water", 2)]


def test_a_refusal_is_final_and_lets_the_next_message_leave(post: Post) -> None:
    post.down["east"] = Delivery("refused", "unknown number")
    post.write("east", "A", 1)
    post.write("east", "A", 2)
    post.work.run()
    assert [(row["state"], row["answer"], row["attempts"]) for row in post.rows("A")] == [
        ("refused", "unknown number", 1)
    ] * 2
    assert post.work.next_due() is None


def test_what_is_withheld_and_what_has_no_destination_any_more_holds_nothing_up(post: Post) -> None:
    post.write("gone", "A", 1)
    with post.db.write() as db:
        withhold(db, Message("east", "A", {"n": 2}), stamp(START), "too old")
    post.write("east", "A", 3)
    post.work.run()
    assert post.arrived == [("east", "A", 3)]
    assert [row["state"] for row in post.rows("A")] == ["waiting", "withheld", "delivered"]
    assert [row["body"] for row in post.rows("B")] == []
