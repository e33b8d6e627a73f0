"""Messages that must reach others: at least once, and in order for each destination and subject.

A message waits until it is taken; trouble on the way (network, time-out, 5xx) tries again with growing delays. A
refusal is final and is kept with its reason. What is too old to be sent is kept as withheld. One destination's
trouble holds up no other.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    exists,
    false,
    insert,
    or_,
    select,
    update,
)

from reference.common.clock import stamp
from reference.common.database import Database
from reference.common.retry import next_try

DELIVERED, REFUSED, TROUBLE = "delivered", "refused", "trouble"
WAITING, WITHHELD = "waiting", "withheld"
_log = logging.getLogger(__name__)

# Messages of one destination and subject leave in the order of `at`, the moment that they speak of, then of `id`.
# Each system takes this table into its own metadata.
outbox = Table(
    "outbox",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("destination", String(40), nullable=False),
    Column("subject", String(40), nullable=False),
    Column("at", String(25)),
    Column("body", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("created_at", String(25), nullable=False),
    Column("due", String(25), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("answer", Text),
    CheckConstraint("state IN ('waiting', 'delivered', 'refused', 'withheld')", name="outbox_state"),
    UniqueConstraint("destination", "subject", "at", name="outbox_once"),
    Index("outbox_by_state", "state", "destination", "subject", "at"),
)

_ADD = insert(outbox).values(attempts=0)
_OTHER = outbox.alias()
_WAITS_BEHIND_ANOTHER = exists().where(
    _OTHER.c.state == WAITING,
    _OTHER.c.destination == outbox.c.destination,
    _OTHER.c.subject == outbox.c.subject,
    or_(
        _OTHER.c.at < outbox.c.at,
        and_(or_(_OTHER.c.at == outbox.c.at, outbox.c.at.is_(None)), _OTHER.c.id < outbox.c.id),
    ),
)
_NEXT = (
    select(outbox).where(outbox.c.state == WAITING, ~_WAITS_BEHIND_ANOTHER).order_by(outbox.c.due, outbox.c.id).limit(1)
)
_RECORD = (
    update(outbox)
    .where(outbox.c.id == bindparam("which"))
    .values(
        state=bindparam("now_state"), due=bindparam("next"), answer=bindparam("reason"), attempts=outbox.c.attempts + 1,
    )
)  # fmt: skip
_DELIVERED_MOMENTS = (
    select(outbox.c.at)
    .where(outbox.c.destination == bindparam("destination"), outbox.c.subject == bindparam("subject"))
    .where(outbox.c.state == DELIVERED, outbox.c.at.between(bindparam("first"), bindparam("last")))
)
_AGAIN = (
    update(outbox)
    .where(outbox.c.destination == bindparam("whose"), outbox.c.subject == bindparam("which"))
    .where(outbox.c.state == DELIVERED, outbox.c.at.in_(bindparam("moments", expanding=True)))
    .values(state=WAITING, due=bindparam("now"), answer="not held by its receiver", attempts=0)
)
_ALL = select(outbox).order_by(outbox.c.at, outbox.c.id)


@dataclass(frozen=True, slots=True)
class Message:
    """A message for a destination; `subject` is the thing it is about, such as the number of a request.

    `at` is the moment that it speaks of, as a stamp: then a subject has one message of a moment. All messages of a
    subject have one, or none has.
    """

    destination: str
    subject: str
    body: dict[str, Any]
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """How sending went: `delivered`, `refused` (for good) or `trouble` (try again); `answer` says more.

    `retry_after` is the other side's own word on when to try again, as its header has it.
    """

    result: str
    answer: str
    retry_after: str | None = None


Send = Callable[[Message], Delivery]


def enqueue(db: Connection, message: Message, now: str) -> None:
    """Put a message in the line of its destination and subject; it is due at once."""
    db.execute(_ADD, _row(message, now) | {"state": WAITING, "answer": None})


def withhold(db: Connection, message: Message, now: str, reason: str) -> None:
    """Keep a message that does not leave, with the reason."""
    db.execute(_ADD, _row(message, now) | {"state": WITHHELD, "answer": reason})


def send_again(db: Connection, destination: str, subject: str, moments: Collection[str], now: str) -> None:
    """Put messages that were delivered in the line once more, for their destination does not hold them."""
    wanted = {"whose": destination, "which": subject, "moments": list(moments), "now": now}
    db.execute(_AGAIN, wanted)


def delivered_moments(db: Connection, destination: str, subject: str, first: str, last: str) -> set[str]:
    """The moments of a subject's messages that a destination has taken, from one moment to another."""
    span = {"destination": destination, "subject": subject, "first": first, "last": last}
    return set(db.scalars(_DELIVERED_MOMENTS, span))


def messages_about(db: Connection, subject: str) -> list[dict[str, Any]]:
    """All messages about a subject (about any, where it is empty), in their order."""
    query: Select[Any] = _ALL.where(outbox.c.subject == subject) if subject else _ALL
    return [dict(row) | {"body": json.loads(row["body"])} for row in db.execute(query).mappings()]


def delivered_to(db: Connection, destination: str) -> list[Message]:
    """What a destination has taken, in the order of the moments that it speaks of; what went twice stands once."""
    rows = db.execute(_ALL.where(outbox.c.destination == destination, outbox.c.state == DELIVERED))
    found = {row.body: Message(destination, row.subject, json.loads(row.body), row.at) for row in rows}
    return list(found.values())


class Outbox:
    """Delivers what waits, each message by the function of its destination."""

    waits = select(outbox.c.id).where(outbox.c.state == WAITING)

    def __init__(self, db: Database, destinations: Mapping[str, Send]) -> None:
        self._db, self._destinations = db, destinations
        # A list in a bound parameter is written out anew with each query, which takes longer than the query.
        self._next = _NEXT.where(or_(false(), *(outbox.c.destination == name for name in destinations)))

    def first(self, db: Connection) -> Any:
        """The message that is to leave first."""
        return db.execute(self._next).first()

    def run(self, row: Any, now: datetime) -> None:
        """Try a message. Nothing is held open while the other side is asked."""
        delivery = self._try(Message(row.destination, row.subject, json.loads(row.body), row.at))
        with self._db.write() as db:
            db.execute(_RECORD, self._record(row, delivery, now))

    def _try(self, message: Message) -> Delivery:
        """A failure of our own, too, must not hold up the messages of others: it is logged and tried again."""
        try:
            return self._destinations[message.destination](message)
        except Exception as failure:
            _log.exception("sending to %s failed", message.destination)
            return Delivery(TROUBLE, f"failed on our side: {type(failure).__name__}")

    @staticmethod
    def _record(row: Any, delivery: Delivery, now: datetime) -> dict[str, Any]:
        state = WAITING if delivery.result == TROUBLE else delivery.result
        due = next_try(now, row.attempts, delivery.retry_after) if state == WAITING else now
        return {"which": row.id, "now_state": state, "next": stamp(due), "reason": delivery.answer}


def _row(message: Message, now: str) -> dict[str, Any]:
    body = json.dumps(message.body, ensure_ascii=False)
    return {
        "destination": message.destination, "subject": message.subject, "at": message.at, "body": body,
        "created_at": now, "due": now,
    }  # fmt: skip
