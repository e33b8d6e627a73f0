"""Update a partner's payments by an exchange that moves money, as the marks of its operation say."""

from __future__ import annotations

import re
from datetime import date

from partnerlab.contract.http import money_marks
from partnerlab.contract.http.message import Answer
from partnerlab.contract.http.message_place import value_at
from partnerlab.contract.http.money_marks import (
    MoneyMarks,
    Takes,
    TakesBack,
    Tells,
    TillTotals,
    Values,
    key_at,
)
from partnerlab.lab.agent_totals.disagreement import Disagreement
from partnerlab.lab.agent_totals.message_payments import Count, MessagePayments, Result
from partnerlab.lab.journal import Exchange


def count_message(
    payments: MessagePayments, exchange: Exchange, marks: MoneyMarks, left_on: date
) -> list[Disagreement]:
    """Count what the exchange moved; what our side said in it that cannot be so. `left_on` by the sender's cut-off."""
    if marks.takes:
        _take(payments, exchange, marks.takes, left_on)
    if marks.takes_back:
        _take_back(payments, exchange, marks.takes_back)
    if marks.tells:
        _tell(payments, exchange, marks.tells)
    return _compare(payments, exchange, marks.totals) if marks.totals else []


def _take(payments: MessagePayments, exchange: Exchange, mark: Takes, left_on: date) -> None:
    request = exchange.request
    number, amount = key_at(request, mark.number), money_marks.satang_at(request, mark.amount, mark.unit)
    if number is None or amount is None:
        return
    till = key_at(request, mark.till) if mark.till else None
    day = _day(value_at(request, mark.day)) if mark.day else ""
    result = _result(exchange, mark.accepted, mark.unclear, mark.stands_with)
    payments.take(number, amount, till, day or _day(left_on.isoformat()), result)


def _take_back(payments: MessagePayments, exchange: Exchange, mark: TakesBack) -> None:
    original = key_at(exchange.request, mark.original)
    if original is not None:
        payments.take_back(original, _result(exchange, mark.accepted, mark.unclear, mark.stands_with))


def _tell(payments: MessagePayments, exchange: Exchange, mark: Tells) -> None:
    number, answer = key_at(exchange.request, mark.number), _answer(exchange)
    if number is None or answer is None:
        return
    if money_marks.all_hold(answer, mark.taken):
        payments.tell(number, taken=True)
    elif money_marks.all_hold(answer, mark.not_taken):
        payments.tell(number, taken=False)


def _compare(payments: MessagePayments, exchange: Exchange, mark: TillTotals) -> list[Disagreement]:
    """Whether our side judges an end-of-day total rightly; undecided while the outcome of a payment is unknown."""
    till, result = key_at(exchange.request, mark.till), _result(exchange, mark.accepted, mark.unclear)
    day = _day(value_at(exchange.request, mark.day))
    if till is None or result in ("unclear", "rejected"):
        return []
    count = payments.count_till(till, day)
    agrees = _told_totals(exchange, mark) == _counted_totals(count, mark)
    if count.unsure or agrees == (result == "accepted"):
        return []
    told = "that it agrees" if result == "accepted" else "that it does not agree"
    return [
        Disagreement(
            f"{exchange.name}: our side says of a till's total {told}",
            f"{exchange.name}: ระบบตอบผลการกระทบยอดของเครื่องรับชำระไม่ถูกต้อง",
            f"the total as it was counted: (satang, payments) {_counted_totals(count, mark)}",
            f"the total as it was told: (satang, payments) {_told_totals(exchange, mark)}",
        )
    ]


def _told_totals(exchange: Exchange, mark: TillTotals) -> list[int | None]:
    places = (mark.sum, mark.count, *(mark.voided or ()))
    units = (mark.unit, "satang") * 2  # a count is a plain number, as satang are
    return [money_marks.satang_at(exchange.request, place, unit) for place, unit in zip(places, units, strict=False)]


def _counted_totals(count: Count, mark: TillTotals) -> list[int]:
    if mark.voided:
        return [count.sum, count.count, count.voided_sum, count.voided_count]
    return [count.sum - count.voided_sum, count.count - count.voided_count]


def _result(exchange: Exchange, accepted: Values, unclear: Values, stands_with: str | None = None) -> Result:
    """What an answer means: lost, broken or 5xx leaves the payment open; 4xx refuses this message alone."""
    answer = _answer(exchange)
    if answer is None or answer.status >= 500:
        return "unclear"
    if money_marks.any_holds(answer, unclear):
        return "accepted" if stands_with and value_at(answer, stands_with) is not None else "unclear"
    if money_marks.all_hold(answer, accepted):
        return "accepted"
    if answer.status >= 400:
        return "rejected"
    silent = any(value_at(answer, place) is None for place in accepted)
    return "unclear" if silent else "refused"


def _answer(exchange: Exchange) -> Answer | None:
    """The answer that reached the asker, if it can be read."""
    answer = None if exchange.lost else exchange.answer
    return None if answer is None or answer.undecodable else answer


def _day(text: str | None) -> str:
    """`20261123` of `2026-11-23`, `20261123` or a moment of that day."""
    return re.sub("[^0-9]", "", text or "")[:8]
