"""What an online agent may do at its counter: ask, pay, ask what became of a payment, take it back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from reference.cis.db import Db
from reference.cis.money import allocation, billing, ledger
from reference.cis.money.allocation import Posted
from reference.cis.money.billing import Charge, Debtor, Item
from reference.cis.numbers import baht, satang
from reference.cis.tables import agent_transaction
from reference.common.dates import Clock, stamp

Answer = dict[str, Any]
MESSAGES = {
    "0000": "สำเร็จ",
    "1000": "ข้อมูลไม่ถูกต้อง",
    "1001": "ไม่พบทะเบียนผู้ใช้น้ำ",
    "1002": "ไม่พบเลขที่ใบแจ้งหนี้",
    "1004": "จำนวนเงินไม่ตรงกับยอดที่ต้องชำระ",
    "1005": "ไม่มียอดค้างชำระ หรือชำระแล้ว",
    "1006": "ไม่พบรายการชำระเงินเดิม",
    "1007": "ใบแจ้งหนี้อยู่ระหว่างหักบัญชีธนาคาร ชำระช่องทางอื่นไม่ได้จนกว่าจะได้ผล",
    "2001": "เลขที่รายการซ้ำ แต่ข้อมูลไม่ตรงกับรายการเดิม",
    "2003": "รายการนี้ถูกยกเลิกไปแล้ว",
    "2004": "เลยกำหนดเวลายกเลิก ยกเลิกได้ภายในวันที่ชำระเท่านั้น",
    "9000": "ระบบขัดข้อง",
}
_TRANSACTION = select(agent_transaction).where(
    agent_transaction.c.agent == bindparam("agent"),
    agent_transaction.c.transaction_id == bindparam("transaction_id"),
)
_REMEMBER = insert(agent_transaction)


class Refused(Exception):
    """A business refusal by its code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Asked:
    """A customer and what is asked of them now; `with_bank`: nothing, for their bills are being debited."""

    debtor: Debtor
    items: list[Item]
    with_bank: bool = False

    @property
    def why_nothing(self) -> str:
        """The code for a customer who is asked for nothing: the bank is at it, or nothing is owed."""
        return "1007" if self.with_bank else "1005"

    @property
    def total(self) -> int:
        return sum(item.amount for item in self.items)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the agent hears, and whether the portal has something to hear too."""

    answer: Answer
    news: bool = False


Act = Callable[[Connection, str, Answer], tuple[Posted, Answer]]


class Counter:
    """The online agents' desk. Each call is one transaction; messages have been checked for shape before."""

    def __init__(self, db: Db, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def inquiry(self, message: Answer) -> Answer:
        """What the customer has to pay now."""
        try:
            with self._db.read() as db:
                asked = self._asked(db, message)
        except Refused as refused:
            return answer(refused.code, message)
        if not asked.items:
            return answer(asked.why_nothing, message)
        return answer("0000", message) | {
            "customerName": asked.debtor.name,
            "items": [_item(each) for each in asked.items],
            "totalAmount": baht(asked.total),
        }

    def payment(self, agent: str, message: Answer) -> Outcome:
        """Take exactly what is asked for, once for each transaction number."""
        return self._once(agent, "payment", message, self._pay)

    def reversal(self, agent: str, message: Answer) -> Outcome:
        """Take a payment of the same day back, once."""
        return self._once(agent, "reversal", message, self._take_back)

    def payment_status(self, agent: str, transaction_id: str) -> Answer:
        """What became of a payment; an agent asks after a time-out."""
        with self._db.read() as db:
            known = _transaction(db, agent, transaction_id)
            paid = self._receipt(db, known) if known is not None and known.operation == "payment" else None
        message = {"transactionId": transaction_id}
        if paid is None:
            return answer("1006", message) | {"state": "UNKNOWN"}
        amounts = {"receiptNumber": paid.receipt, "paidAmount": baht(paid.amount)}
        return answer("0000", message) | {"state": paid.state} | amounts

    def _once(self, agent: str, operation: str, message: Answer, act: Act) -> Outcome:
        """Act on a new transaction number; a repeated one gets the first answer again, marked duplicate."""
        digest = _digest(message)
        try:
            with self._db.write() as db:
                known = _transaction(db, agent, message["transactionId"])
                if known is not None:
                    return Outcome(_again(known, operation, digest))
                posted, done = act(db, agent, message)
                _remember(db, agent, operation, message, digest, posted.receipt, done)
                return Outcome(done, posted.news)
        except Refused as refused:
            return Outcome(answer(refused.code, message))

    def _pay(self, db: Connection, agent: str, message: Answer) -> tuple[Posted, Answer]:
        asked = self._asked(db, message)
        if not asked.items:
            raise Refused(asked.why_nothing)
        if satang(message["amount"]) != asked.total:
            raise Refused("1004")
        at = stamp(self._clock.now())
        posted = allocation.pay(db, agent, asked.debtor.registration, asked.items, at)
        return posted, answer("0000", message) | {
            "receiptNumber": posted.receipt,
            "paidAmount": baht(posted.amount),
            "paidAt": at,
            "duplicate": False,
        }

    def _take_back(self, db: Connection, agent: str, message: Answer) -> tuple[Posted, Answer]:
        original = _transaction(db, agent, message["originalTransactionId"])
        if original is None or original.operation != "payment":
            raise Refused("1006")
        paid = self._receipt(db, original)
        at = stamp(self._clock.now())
        if code := _why_not_reversible(paid, satang(message["amount"]), at):
            raise Refused(code)
        return allocation.take_back(db, paid.receipt, at), answer("0000", message) | {
            "originalTransactionId": message["originalTransactionId"],
            "reversedAmount": baht(paid.amount),
        }

    def _asked(self, db: Connection, message: Answer) -> Asked:
        """The customer of reference 1, and what is asked for: all, or the invoice of reference 2."""
        reference1, invoice = message["reference1"], message.get("reference2")
        debtor = billing.debtor(db, reference1[2:])
        if debtor is None or debtor.branch != reference1[:2]:
            raise Refused("1001")
        charges = debtor.charges
        if invoice:
            charges = _only(db, debtor, invoice)
        items = billing.asked_for(charges, self._clock.today().isoformat())
        return Asked(debtor, items, not items and billing.is_with_bank(db, debtor.registration, invoice))

    @staticmethod
    def _receipt(db: Connection, known: Any) -> Any:
        return db.execute(ledger.PAYMENT, {"receipt": known.receipt}).one()


def answer(code: str, message: Answer) -> Answer:
    """The part that every answer has; `duplicate` and the rest come on top."""
    told = {"responseCode": code, "responseMessage": MESSAGES[code]}
    return told | {"transactionId": message["transactionId"]}


def _only(db: Connection, debtor: Debtor, invoice: str) -> list[Charge]:
    """The open charge with this invoice number, or nothing when it is settled; 1002 if it is not theirs."""
    found = [each for each in debtor.charges if each.invoice == invoice]
    if not found:
        known = billing.charge_by_invoice(db, invoice)
        if known is None or known.registration != debtor.registration:
            raise Refused("1002")
    return found


def _why_not_reversible(paid: Any, amount: int | None, now: str) -> str | None:
    if paid.state == "REVERSED":
        return "2003"
    if amount != paid.amount:
        return "1004"
    return None if paid.paid_at[:10] == now[:10] else "2004"


def _item(item: Item) -> Answer:
    return {
        "itemType": item.item_type,
        "invoiceNumber": item.invoice,
        "billMonth": item.month,
        "dueDate": item.due,
        "amount": baht(item.amount),
    }


def _transaction(db: Connection, agent: str, transaction_id: str) -> Any:
    return db.execute(_TRANSACTION, {"agent": agent, "transaction_id": transaction_id}).first()


def _remember(
    db: Connection, agent: str, operation: str, message: Answer, digest: str, receipt: str, done: Answer
) -> None:
    db.execute(
        _REMEMBER,
        {
            "agent": agent,
            "transaction_id": message["transactionId"],
            "operation": operation,
            "digest": digest,
            "receipt": receipt,
            "answer": json.dumps(done, ensure_ascii=False),
        },
    )


def _again(known: Any, operation: str, digest: str) -> Answer:
    if known.operation != operation or known.digest != digest:
        raise Refused("2001")
    first: Answer = json.loads(known.answer)
    return first | {"duplicate": True}


def _digest(message: Answer) -> str:
    """The same for the same content, however it is laid out."""
    return hashlib.sha256(json.dumps(message, sort_keys=True).encode()).hexdigest()
