"""Remembers which receipt belongs to which payment: none is used twice, and a payment sent again keeps its own."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from partnerlab.contract.findings import Finding
from partnerlab.contract.http.body import shown
from partnerlab.contract.identity.payment_identity import DIFFERS, NumberedValue, numbered_values
from partnerlab.lab.journal import Exchange

_KEPT = 100_000
"""Numbers of one kind that a lab that runs for days remembers."""

Numbers = dict[Any, tuple[Any, str]]
"""By a payment its number, or by a number its payment; and the exchange in which that was told first."""


class PaymentNumbers:
    """Receipts and other numbers by payment; emptied at reset."""

    def __init__(self) -> None:
        self._by_payment: dict[tuple[str, str], Numbers] = {}
        self._by_number: dict[tuple[str, str], Numbers] = {}

    def hear(self, exchange: Exchange) -> None:
        """Add findings to a finished exchange for a number used twice, or changed in a repeated answer."""
        contract = exchange.contract
        fields = contract.numbered.get(exchange.came.status) if contract and exchange.came is not None else None
        if fields and exchange.answer is not None:
            for told in numbered_values(fields, exchange.request, exchange.answer):
                judge = self._differs if told.field.mark == DIFFERS else self._repeats
                exchange.findings += judge(exchange, told)

    def reset(self) -> None:
        self._by_payment.clear()
        self._by_number.clear()

    def snapshot(self) -> Any:
        return deepcopy((self._by_payment, self._by_number))

    def restore(self, state: Any) -> None:
        self._by_payment, self._by_number = deepcopy(state)

    def busy(self) -> str | None:
        return None

    def run_due(self) -> int:
        return 0

    def _differs(self, exchange: Exchange, told: NumberedValue) -> list[Finding]:
        known = _kept(self._by_number, exchange, told)
        payment = (exchange.sender, *told.key)
        first, where = known.setdefault(told.value, (payment, exchange.name))
        expected = f"a {told.field.what} of its own; {where} was given this one for another"
        return [] if first == payment else [_finding(told, f"{told.field.what} used twice", expected)]

    def _repeats(self, exchange: Exchange, told: NumberedValue) -> list[Finding]:
        known = _kept(self._by_payment, exchange, told)
        first, where = known.setdefault((exchange.sender, *told.key), (told.value, exchange.name))
        expected = f"the same {told.field.what} as in {where}, which was about the same"
        return [] if first == told.value else [_finding(told, f"another {told.field.what} than before", expected)]


def _kept(memory: dict[tuple[str, str], Numbers], exchange: Exchange, told: NumberedValue) -> Numbers:
    """The numbers of this kind that the answering party gave; the oldest are forgotten."""
    known = memory.setdefault((exchange.receiver, told.field.what), {})
    if len(known) >= _KEPT:
        del known[next(iter(known))]
    return known


def _finding(told: NumberedValue, rule: str, expected: str) -> Finding:
    return Finding("answer", "/".join(("body", *told.where)), rule, expected, shown(told.value))
