"""Deletes what is past its time: each kind of record as long as the agreements and the law say, and no day longer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, or_, select, update

from reference.cis.accounts import CLOSED
from reference.cis.personal_data.columns import FINISHED
from reference.cis.service_requests import e_document
from reference.cis.tables import (
    account,
    answer_part,
    approval,
    charge,
    mandate,
    outbox,
    paper_order,
    proof,
    proof_lookup,
    received_file,
    received_record,
    register_lookup,
    request,
    request_step,
    welfare_check,
    welfare_right,
)
from reference.cis.usage.audit_log import AUDIT_LOG
from reference.common.clock import Clock, stamp
from reference.common.database import Database
from reference.common.dates import years_before

LOOK_UPS, RIGHTS, REQUESTS, DISCLOSURES, BOOKS = 1, 1, 10, 5, 10
"""Years: that a register was asked; a right that it proved; a request with its papers; the record of disclosures; and
whose the bills, receipts and lines of files are (at least five by the Accounting Act 2543 s. 14). The ledger itself has
no name in it: it stays whole, so that the books balance.
"""

UNUSED_APPROVALS = timedelta(days=90)
"""Approvals that no payment followed."""

_OF_NOBODY = {"payment_key": "", "branch": "", "registration": "", "invoice": ""}
"""What stands in a file's record once it names nobody."""


class Retention:
    """Runs once a day, as the first thing of it."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._ran_on: date | None = None

    def run(self) -> int:
        """Delete what is past its time; how many records, none if this has been done today."""
        now = self._clock.now()
        if self._ran_on == now.date():
            return 0
        with self._db.write() as db:
            deleted = _delete_expired(db, now)
        self._ran_on = now.date()
        return deleted

    def forget(self) -> None:
        """The store was emptied: begin anew."""
        self._ran_on = None


def _delete_expired(db: Connection, now: datetime) -> int:
    unused = approval.c.state != "PAID", approval.c.made_at < stamp(now - UNUSED_APPROVALS)
    return (
        db.execute(delete(register_lookup).where(register_lookup.c.at < _cut(now, LOOK_UPS))).rowcount
        + db.execute(delete(welfare_check).where(welfare_check.c.at < _cut(now, LOOK_UPS))).rowcount
        + db.execute(delete(proof_lookup).where(proof_lookup.c.at < _cut(now, LOOK_UPS))).rowcount
        + db.execute(delete(proof).where(proof.c.at < _cut(now, RIGHTS))).rowcount
        + db.execute(delete(welfare_right).where(welfare_right.c.since < _cut(now, RIGHTS))).rowcount
        + db.execute(delete(approval).where(*unused)).rowcount
        + _delete_requests(db, _cut(now, REQUESTS))
        + _empty_file_records(db, _cut(now, BOOKS))
        + _empty_accounts(db, _cut(now, BOOKS)[:10])
        + AUDIT_LOG.cut(db, _cut(now, DISCLOSURES))
    )


def _delete_requests(db: Connection, before: str) -> int:
    """Finished requests whose last step is older, with their history, messages and papers."""
    newer = select(request_step.c.request_id).where(request_step.c.at >= before)
    over = request.c.status.in_(FINISHED), request.c.received_at < before, request.c.id.not_in(newer)
    numbers = list(db.execute(select(request.c.id).where(*over)).scalars())
    if not numbers:
        return 0
    _delete_of(db, outbox, outbox.c.subject, numbers)
    for table in (register_lookup, request_step, paper_order):
        _delete_of(db, table, table.c.request_id, numbers)
    for number in numbers:
        e_document.erase(db, number)
    _delete_of(db, request, request.c.id, numbers)
    return len(numbers)


def _empty_file_records(db: Connection, before: str) -> int:
    """Remove whom agents' files named, with the answers to them; that there was a file, and what it brought, stay."""
    files = select(received_file.c.id).where(received_file.c.taken_at < before)
    db.execute(delete(answer_part).where(answer_part.c.file_id.in_(files)))
    named = received_record.c.file_id.in_(files), received_record.c.registration != ""
    return db.execute(update(received_record).where(*named).values(**_OF_NOBODY)).rowcount


def _empty_accounts(db: Connection, before: str) -> int:
    """Remove the holder from accounts that are closed, owe nothing and have had no bill since."""
    alive = select(charge.c.registration).where(or_(charge.c.issued >= before, charge.c.state == "open"))
    over = (
        account.c.state == CLOSED, account.c.registration.not_in(alive), account.c.name != "",
        or_(account.c.held_since.is_(None), account.c.held_since < before),
    )  # fmt: skip
    closed = list(db.execute(select(account.c.registration).where(*over)).scalars())
    if closed:
        db.execute(delete(mandate).where(mandate.c.registration.in_(closed)))
        emptied = {"name": "", "tax_id": None, "address": "", "mobile": None}
        db.execute(update(account).where(account.c.registration.in_(closed)).values(**emptied))
    return len(closed)


def _delete_of(db: Connection, table: Table, column: Column[Any], numbers: list[str]) -> None:
    db.execute(delete(table).where(column.in_(numbers)))


def _cut(now: datetime, years: int) -> str:
    return stamp(years_before(now, years))
