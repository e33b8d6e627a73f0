"""What files report: the totals of each that we took up, the records that brought nothing, and the files refused."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, and_, func, select

from reference.cis.messages import FileOutcome, RecordOutcome, Sum
from reference.cis.money.reconciliation.day_sheet import Difference, Kind, Sheets, Way, added, sheet_of
from reference.cis.tables import debit_batch, received_file, received_record

_FILES = select(received_file).order_by(received_file.c.id)
_WITHOUT_RECEIPT = (
    select(received_record, received_file.c.agent, received_file.c.day, received_file.c.name)
    .join(received_file, received_file.c.id == received_record.c.file_id)
    .where(
        received_record.c.receipt.is_(None),
        received_record.c.amount > 0,
        received_record.c.brings_money == 1,
        received_file.c.state == "settled",
    )
    .order_by(received_record.c.id)
)
_BANKS = select(debit_batch.c.bank).distinct()


def add_file_reports(db: Connection, sheets: Sheets) -> None:
    """Enter what the agents' and the banks' files report into the sheets."""
    banks = set(db.execute(_BANKS).scalars())
    files = db.execute(_FILES).all()
    settled = {(file.agent, file.name) for file in files if file.state == "settled"}
    for file in files:
        way = Way.DEBIT_RESULTS if file.agent in banks else Way.PAYMENT_FILES
        sheet = sheet_of(sheets, file.agent, way, file.day)
        if file.state == "settled":
            sheet.reported = added(sheet.reported, Sum(file.stated_count, file.stated_amount))
        elif (file.agent, file.name) not in settled:
            sheet.differences.append(_refused(file))
    for record in db.execute(_WITHOUT_RECEIPT):
        sheet_of(sheets, record.agent, Way.PAYMENT_FILES, record.day).differences.append(_unbooked(db, record))


def _refused(file: Any) -> Difference:
    again = file.outcome == FileOutcome.RECEIVED_BEFORE.value
    return Difference(Kind.IN_TWO_FILES if again else Kind.FILE_REFUSED, file.reason or "", 0, None, file.name)


def _unbooked(db: Connection, record: Any) -> Difference:
    """A record whose money was not booked: it came in another file before, or cannot be used."""
    reference = f"{record.branch}{record.registration}/{record.invoice}"
    if record.outcome != RecordOutcome.PAID_BEFORE.value:
        return Difference(Kind.MISSING_HERE, reference, 0, record.amount, record.name)
    return Difference(Kind.IN_TWO_FILES, reference, 0, record.amount, f"{_first_file(db, record)}, {record.name}")


def _first_file(db: Connection, record: Any) -> str:
    first = (
        select(func.min(received_file.c.id))
        .join(received_record, received_record.c.file_id == received_file.c.id)
        .where(and_(received_record.c.payment_key == record.payment_key, received_file.c.agent == record.agent))
    )
    return str(db.execute(select(received_file.c.name).where(received_file.c.id == first.scalar_subquery())).scalar())
