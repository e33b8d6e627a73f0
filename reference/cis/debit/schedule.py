"""The schedule of automatic debit: make and send the day's file, and give up on a missing answer."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from reference.cis.debit import batches, due_bills, mandates
from reference.cis.debit.batches import NewBatch
from reference.cis.debit.calendar import deadline, next_bank_day, sending_time
from reference.cis.file_formats import DebitBank
from reference.cis.messages import Batch, BatchDates, OutgoingFile
from reference.cis.tables import debit_batch, mandate
from reference.common.clock import Clock, stamp
from reference.common.database import Database
from reference.common.file_channels.channel import ChannelUnavailable
from reference.common.file_channels.partner_channels import PartnerChannels
from reference.common.retry import next_try

_UNSENT = select(debit_batch).where(debit_batch.c.state == "made").order_by(debit_batch.c.due, debit_batch.c.id)
_UNANSWERED = (
    select(debit_batch.c.id, debit_batch.c.deadline.label("due"))
    .where((debit_batch.c.state == "made") | (debit_batch.c.state == "sent"))
    .order_by(debit_batch.c.deadline, debit_batch.c.id)
)


@dataclass(frozen=True, slots=True)
class NextBatch:
    """When a bank's next file is to be made."""

    bank: str
    due: str


class BatchMaker:
    """Makes each bank's file of a day; its bills are locked from then on."""

    waits = select(mandate.c.number).where(mandate.c.state == "active")

    def __init__(self, db: Database, clock: Clock, banks: Mapping[str, DebitBank], holidays: Set[date]) -> None:
        self._db = db
        self._clock = clock
        self._banks = banks
        self._holidays = holidays

    def first(self, db: Connection) -> NextBatch | None:
        turns = [turn for bank in self._banks if (turn := self._turn(db, bank))]
        return min(turns, key=lambda turn: turn.due, default=None)

    def run(self, turn: NextBatch, now: datetime) -> None:
        self.make(turn.bank, now)

    def make_all(self) -> int:
        """Make every bank's file now, whatever the time is; how many had bills in them."""
        return sum(self.make(bank, self._clock.now()) for bank in self._banks)

    def make(self, bank: str, now: datetime) -> bool:
        """Make a bank's file for the next bank day; whether there was anything to debit."""
        effective = next_bank_day(now.date(), self._holidays)
        until = deadline(effective, self._holidays)
        with self._db.write() as db:
            mandates.expire(db, bank, effective)
            debits = due_bills.to_debit(db, bank, until.date(), self._banks[bank].terms)
            if not debits:
                return False
            number = batches.next_batch(db, bank, effective)
            batch = Batch(number, BatchDates(now.date(), effective, until.date()), debits)
            file = self._banks[bank].files.write_batch(batch)
            batches.store(db, NewBatch(bank, batch, file, stamp(now), stamp(until)))
        return True

    def _turn(self, db: Connection, bank: str) -> NextBatch | None:
        due = due_bills.first_due(db, bank, self._banks[bank].terms)
        if due is None:
            return None
        now = self._clock.now()
        made = batches.made_on(db, bank, now.date())
        return NextBatch(bank, stamp(sending_time(due, now, made, self._holidays)))


class BatchSender:
    """Puts each file that was made where its bank gets it, again and again until it lies there."""

    waits = _UNSENT.order_by(None)

    def __init__(
        self, db: Database, partners: Mapping[str, str], channels: PartnerChannels, banks: Mapping[str, DebitBank]
    ) -> None:
        """`partners`: the partner behind each name in the books."""
        self._banks = banks
        self._db = db
        self._partners = partners
        self._channels = channels

    def first(self, db: Connection) -> Any:
        return db.execute(_UNSENT).first()

    def run(self, batch: Any, now: datetime) -> None:
        """Try a file, while the bank's service is open; it takes its place under its name once it is whole."""
        opening = self._banks[batch.bank].terms.next_opening(now)
        if opening is not None:
            with self._db.write() as db:
                batches.set_batch(db, batch.id, due=stamp(opening))
            return
        try:
            self._channels.put(self._partners[batch.bank], OutgoingFile(batch.name, batch.data))
        except ChannelUnavailable:
            facts = {"due": stamp(next_try(now, batch.attempts, None)), "attempts": batch.attempts + 1}
        else:
            facts = {"state": "sent", "attempts": batch.attempts + 1}
        with self._db.write() as db:
            batches.set_batch(db, batch.id, **facts)


class BatchExpiry:
    """Unlocks the bills of a file whose answer did not come in time."""

    waits = _UNANSWERED.order_by(None)

    def __init__(self, db: Database) -> None:
        self._db = db

    def first(self, db: Connection) -> Any:
        return db.execute(_UNANSWERED).first()

    def run(self, batch: Any, now: datetime) -> None:
        with self._db.write() as db:
            batches.give_up(db, batch.id)
