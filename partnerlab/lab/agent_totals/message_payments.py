"""One partner's payments in messages, each with its outcome, by its number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from partnerlab.lab.agent_totals.day_sum import DaySum

Key = tuple[str, ...]
State = Literal["new", "paid", "refused", "unknown", "reversed", "reversal_unknown"]
Result = Literal["accepted", "refused", "rejected", "unclear"]
"""What an answer means: yes; no; no, before anybody looked for the number; or nothing that settles anything."""

_SURE: tuple[State, ...] = ("paid",)
_UNSURE: tuple[State, ...] = ("unknown", "reversal_unknown")
_TAKEN: tuple[State, ...] = ("paid", "reversed")


@dataclass(slots=True)
class Payment:
    """Money of one number, in satang; `till` and `day` where the contract says so."""

    amount: int
    till: Key | None
    day: str
    state: State = "new"


@dataclass(slots=True)
class Count:
    """How many payments, and their satang; `sum` of `unsure` ones may or may not be in our books."""

    sum: int = 0
    count: int = 0
    voided_sum: int = 0
    voided_count: int = 0
    unsure: int = 0


@dataclass(slots=True)
class MessagePayments:
    """The payments of one partner. `sure` is what was accepted, `unsure` what may or may not have been booked."""

    sure: int = 0
    unsure: int = 0
    _payments: dict[Key, Payment] = field(default_factory=dict)

    def take(self, number: Key, amount: int, till: Key | None, day: str, result: Result) -> None:
        """Note the answer to a payment. A repeated message does not change a payment that is paid."""
        payment = self._payments.setdefault(number, Payment(amount, till, day))
        if payment.state in ("new", "refused"):
            payment.amount, payment.till, payment.day = amount, till, day
            after: dict[Result, State] = {"accepted": "paid", "unclear": "unknown"}
            self._become(payment, after.get(result, "refused"))
        elif payment.state == "unknown" and result in ("accepted", "refused"):
            self._become(payment, "paid" if result == "accepted" else "refused")

    def take_back(self, original: Key, result: Result) -> None:
        """Note the answer to a reversal; the reversal of an unknown payment changes nothing."""
        payment = self._payments.get(original)
        if payment is None or payment.state not in ("paid", "unknown", "reversal_unknown"):
            return
        if result == "accepted":
            self._become(payment, "reversed")
        elif result == "unclear":
            self._become(payment, "reversal_unknown")
        elif result == "refused" and payment.state == "reversal_unknown":
            self._become(payment, "paid")

    def tell(self, number: Key, taken: bool) -> None:
        """Note our side's word on a payment whose outcome was unknown."""
        payment = self._payments.get(number)
        if payment is not None and payment.state in _UNSURE:
            self._become(payment, "paid" if taken else "refused")

    def count_till(self, till: Key, day: str) -> Count:
        """What was paid at a till on a day, and what was given back of it."""
        found = Count()
        for payment in self._payments.values():
            if payment.till != till or payment.day != day:
                continue
            found.unsure += payment.state in _UNSURE
            if payment.state in _TAKEN:
                found.sum, found.count = found.sum + payment.amount, found.count + 1
            if payment.state == "reversed":
                found.voided_sum, found.voided_count = found.voided_sum + payment.amount, found.voided_count + 1
        return found

    def days(self) -> dict[str, DaySum]:
        """What was handed over on each day, as YYYY-MM-DD; what was taken back is not."""
        days: dict[str, DaySum] = {}
        for payment in self._payments.values():
            day = days.setdefault(f"{payment.day[:4]}-{payment.day[4:6]}-{payment.day[6:]}", DaySum())
            if payment.state in _SURE:
                day.count, day.amount = day.count + 1, day.amount + payment.amount
            day.unsure += payment.amount if payment.state in _UNSURE else 0
        return days

    def _become(self, payment: Payment, state: State) -> None:
        for sign, seen in ((-1, payment.state), (1, state)):
            self.sure += sign * payment.amount if seen in _SURE else 0
            self.unsure += sign * payment.amount if seen in _UNSURE else 0
        payment.state = state
