"""Rules for the records of a payment file: which charge a record pays, or where its money is kept.

| outcome | when | money |
|---|---|---|
| posted | the bill was open | pays the bill; what is over is an advance deposit |
| paid before | this very payment was booked from an earlier file, whatever it was booked to | none |
| reference unknown | no such customer, or the invoice is not theirs | suspense |
| duplicate | the same customer and invoice earlier in this file | advance deposit |
| paid before | the bill is paid already | advance deposit |
| late | paid after the due date; accepted and flagged | as for posted |
| invalid | the record cannot be used | suspense, if it is a credit with a readable amount |

Who pays less than the bill (posted or late all the same) keeps the bill open, and the money as an advance deposit.
A duplicate's customer is known, so that money is theirs too: a deposit, not suspense.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reference.cis.messages import Item, PaymentRecord, RecordOutcome
from reference.cis.money.allocation import applied
from reference.cis.money.billing import Charge
from reference.cis.money.ledger import ADVANCE_DEPOSIT, DEPOSITS, SUSPENSE, UNIDENTIFIED, Booking, Line
from reference.cis.money.settlement_lookup import SettlementLookup


class Decision(NamedTuple):
    """The decision on one record: the booking, the charge it settles, and the invoice it names, if any."""

    record: PaymentRecord
    outcome: RecordOutcome
    note: str
    booking: Booking | None = None
    item: Item | None = None
    invoice: str | None = None


class RecordSettlement:
    """Decides record after record, remembering which invoices this file has named already."""

    def __init__(self, known: SettlementLookup) -> None:
        self._known = known
        self._named = set(known.named)

    def decide(self, records: Sequence[PaymentRecord]) -> list[Decision]:
        return [self._decide(each) for each in records]

    def _decide(self, record: PaymentRecord) -> Decision:
        if record.payment_key in self._known.payment_keys:  # first: money that nobody can be given is told again, too
            return Decision(record, RecordOutcome.PAID_BEFORE, "รายการนี้บันทึกแล้วจากไฟล์ก่อนหน้า")
        if record.problem or record.amount is None:
            return _invalid(record)
        if not self._known.knows(record.branch, record.registration):
            return _unknown(record, record.amount, "ไม่พบทะเบียนผู้ใช้น้ำ")
        owed = self._known.invoice(record.registration, record.invoice)
        if owed is None:
            return _unknown(record, record.amount, "ไม่พบใบแจ้งหนี้ของทะเบียนนี้")
        return self._of_customer(record, record.amount, owed)

    def _of_customer(self, record: PaymentRecord, amount: int, owed: Charge) -> Decision:
        """Money of a known customer: it settles the bill that it names, or else is kept as a deposit."""
        deposit = Booking(owed.registration, [_deposit(owed, amount)])
        if record.invoice in self._named:
            return Decision(record, RecordOutcome.DUPLICATE, "ซ้ำในไฟล์นี้ เก็บเป็นเงินรับล่วงหน้า", deposit)
        named = record.invoice
        self._named.add(named)
        if owed.state == "paid":
            return Decision(record, RecordOutcome.PAID_BEFORE, "ชำระแล้ว เก็บเป็นเงินรับล่วงหน้า", deposit, None, named)
        late = record.paid_on is not None and record.paid_on.isoformat() > owed.due
        outcome = RecordOutcome.LATE if late else RecordOutcome.POSTED
        if amount < owed.amount:
            return Decision(record, outcome, "ชำระไม่ครบ เก็บเป็นเงินรับล่วงหน้า", deposit, None, named)
        return _settles(record, outcome, amount, owed)


def _settles(record: PaymentRecord, outcome: RecordOutcome, amount: int, owed: Charge) -> Decision:
    item = Item(owed.item_type, owed.invoice, owed.month, owed.due, owed.amount)
    lines = [applied(item, owed.registration)]
    note = "ตัดชำระแล้ว" if outcome is RecordOutcome.POSTED else "ตัดชำระแล้ว ชำระเกินกำหนด"
    if amount > owed.amount:
        lines.append(_deposit(owed, amount - owed.amount))
        note += " ส่วนเกินเก็บไว้"
    return Decision(record, outcome, note, Booking(owed.registration, lines), item, owed.invoice)


def _deposit(owed: Charge, amount: int) -> Line:
    return Line(DEPOSITS, ADVANCE_DEPOSIT, amount, owed.registration)


def _unknown(record: PaymentRecord, amount: int, note: str) -> Decision:
    return Decision(record, RecordOutcome.REFERENCE_UNKNOWN, note, _suspense(amount))


def _invalid(record: PaymentRecord) -> Decision:
    """A debit brings no money, so there is none to keep."""
    booking = _suspense(record.amount) if record.amount and record.brings_money else None
    return Decision(record, RecordOutcome.INVALID, record.problem or "", booking)


def _suspense(amount: int) -> Booking:
    return Booking(None, [Line(SUSPENSE, UNIDENTIFIED, amount)])
