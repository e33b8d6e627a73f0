"""What becomes of each record of a payment file, and of its money.

| outcome | when | money |
|---|---|---|
| 1 posted | the bill was open | pays the bill; what is over is an advance deposit |
| 2 reference unknown | no such customer, or the invoice is not theirs | suspense |
| 3 duplicate | the same customer and invoice earlier in this file | advance deposit |
| 4 paid | the bill is paid already | advance deposit |
| 4 paid | this very payment was settled from an earlier file | none: it has been booked |
| 5 late | paid after the due date; accepted and flagged | as for 1 |
| 6 invalid | the record cannot be used | suspense, if it is a credit with a readable amount |

Who pays less than the bill (1 or 5 all the same) keeps the bill open, and the money as an advance deposit.
A duplicate's customer is known, so that money is theirs too: a deposit, not suspense.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from reference.cis.messages import Item
from reference.cis.money.allocation import applied
from reference.cis.money.billing import Charge
from reference.cis.money.ledger import ADVANCE_DEPOSIT, DEPOSITS, SUSPENSE, UNIDENTIFIED, Booking, Line
from reference.cis.money.settlement_lookup import SettlementLookup
from reference.cis.partners._common.bill_payment_256 import PaymentRecord


class Outcome(IntEnum):
    POSTED = 1
    REFERENCE_UNKNOWN = 2
    DUPLICATE = 3
    PAID = 4
    LATE = 5
    INVALID = 6


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one record: the money's booking, and the item that it settles, if any."""

    detail: PaymentRecord
    outcome: Outcome
    note: str
    booking: Booking | None = None
    item: Item | None = None


class RecordSettlement:
    """Decides record after record, remembering what this file has told already."""

    def __init__(self, known: SettlementLookup) -> None:
        self._known = known
        self._told: set[tuple[str, str]] = set()

    def decide(self, details: Sequence[PaymentRecord]) -> list[Decision]:
        return [self._decide(each) for each in details]

    def _decide(self, detail: PaymentRecord) -> Decision:
        if detail.trouble or detail.amount is None:
            return _invalid(detail)
        registration = self._known.registration(detail.reference1)
        if registration is None:
            return _unknown(detail, detail.amount, "ไม่พบทะเบียนผู้ใช้น้ำ")
        owed = self._known.invoice(registration, detail.reference2)
        if owed is None:
            return _unknown(detail, detail.amount, "ไม่พบใบแจ้งหนี้ของทะเบียนนี้")
        if detail.slip in self._known.slips:
            return Decision(detail, Outcome.PAID, "รายการนี้บันทึกแล้วจากไฟล์ก่อนหน้า")
        return self._of_customer(detail, detail.amount, owed)

    def _of_customer(self, detail: PaymentRecord, amount: int, owed: Charge) -> Decision:
        """The money of a known customer: it is theirs whatever happens."""
        deposit = Booking(owed.registration, [_deposit(owed, amount)])
        key = (detail.reference1, detail.reference2)
        if key in self._told:
            return Decision(detail, Outcome.DUPLICATE, "ซ้ำในไฟล์นี้ เก็บเป็นเงินรับล่วงหน้า", deposit)
        self._told.add(key)
        if owed.state == "paid":
            return Decision(detail, Outcome.PAID, "ชำระแล้ว เก็บเป็นเงินรับล่วงหน้า", deposit)
        late = detail.paid_on is not None and detail.paid_on.isoformat() > owed.due
        outcome = Outcome.LATE if late else Outcome.POSTED
        if amount < owed.amount:
            return Decision(detail, outcome, "ชำระไม่ครบ เก็บเป็นเงินรับล่วงหน้า", deposit)
        return _settles(detail, outcome, amount, owed)


def _settles(detail: PaymentRecord, outcome: Outcome, amount: int, owed: Charge) -> Decision:
    item = Item(owed.item_type, owed.invoice, owed.month, owed.due, owed.amount)
    lines = [applied(item, owed.registration)]
    note = "ตัดชำระแล้ว" if outcome is Outcome.POSTED else "ตัดชำระแล้ว ชำระเกินกำหนด"
    if amount > owed.amount:
        lines.append(_deposit(owed, amount - owed.amount))
        note += " ส่วนเกินเก็บไว้"
    return Decision(detail, outcome, note, Booking(owed.registration, lines), item)


def _deposit(owed: Charge, amount: int) -> Line:
    return Line(DEPOSITS, ADVANCE_DEPOSIT, amount, owed.registration)


def _unknown(detail: PaymentRecord, amount: int, note: str) -> Decision:
    return Decision(detail, Outcome.REFERENCE_UNKNOWN, note, _suspense(amount))


def _invalid(detail: PaymentRecord) -> Decision:
    """A debit brings no money, so there is none to keep."""
    booking = _suspense(detail.amount) if detail.amount and detail.kind == "C" else None
    return Decision(detail, Outcome.INVALID, detail.trouble or "", booking)


def _suspense(amount: int) -> Booking:
    return Booking(None, [Line(SUSPENSE, UNIDENTIFIED, amount)])
