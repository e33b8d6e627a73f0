"""Tells each channel of the bills of today, of accounts that somebody logs in for there."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import and_, bindparam, exists, insert, or_, select

from reference.cis.citizens.channels import CitizenChannel
from reference.cis.messages import BillIssued
from reference.cis.money.billing import WATER_BILL
from reference.cis.tables import account, bill_notice, charge, log_in
from reference.common.clock import Clock, stamp
from reference.common.database import Database
from reference.common.outbox import Message, enqueue

_NEW = (
    select(charge)
    .join(account, account.c.registration == charge.c.registration)
    .where(
        charge.c.item_type == WATER_BILL,
        charge.c.issued == bindparam("today"),
        exists().where(
            log_in.c.channel == bindparam("channel_name"),
            or_(log_in.c.name == account.c.tax_id, log_in.c.name == account.c.mobile),
        ),
        ~exists().where(
            and_(bill_notice.c.channel == bindparam("channel_name"), bill_notice.c.invoice == charge.c.invoice)
        ),
    )
    .order_by(charge.c.invoice)
)
_TOLD = insert(bill_notice)


class BillNotices:
    """Sends the notices of new bills once a day; a second run on the same day sends none."""

    def __init__(self, db: Database, clock: Clock, channels: Mapping[str, CitizenChannel]) -> None:
        self._db = db
        self._clock = clock
        self._channels = channels

    def announce(self) -> int:
        """Put the bills of today into the outbox of each channel; how many."""
        now = self._clock.now()
        count = 0
        with self._db.write() as db:
            for name, channel in self._channels.items():
                for row in db.execute(_NEW, {"today": now.date().isoformat(), "channel_name": name}).all():
                    bill = BillIssued(row.registration, row.invoice, row.month, row.due, row.amount)
                    enqueue(db, Message(name, row.invoice, channel.bill_message(bill)), stamp(now))
                    db.execute(_TOLD, {"channel": name, "invoice": row.invoice})
                    count += 1
        return count
