"""Data scopes narrowed by a scenario below those of the agreements; data beyond them is a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from partnerlab.contract.data_scope import Part, outside_scope
from partnerlab.contract.findings import Finding
from partnerlab.contract.personal_data import PersonalField
from partnerlab.lab.journal import Exchange

Scope = Mapping[str, list[str]]
"""The categories that a message may carry, by its part: request, answer, file."""


class NarrowedScope:
    """The scopes that are narrowed, by partner and operation; it judges an exchange as it is finished."""

    def __init__(self) -> None:
        self._scopes: dict[tuple[str, str], Scope] = {}

    def narrow(self, partner: str, operation: str, scope: Scope) -> None:
        """Let the messages of an operation carry these categories alone, from here on."""
        self._scopes[partner, operation] = scope

    def hear(self, exchange: Exchange) -> None:
        """Add what travels beyond a narrowed scope to the findings of a finished exchange."""
        for party in exchange.parties() if self._scopes else ():
            if scope := self._scopes.get((party, exchange.operation)):
                exchange.findings = [*exchange.findings, *_beyond(exchange, scope)]

    def reset(self) -> None:
        self._scopes.clear()

    def snapshot(self) -> Any:
        return dict(self._scopes)

    def restore(self, state: Any) -> None:
        self._scopes = dict(state)

    def busy(self) -> str | None:
        return None

    def run_due(self) -> int:
        return 0


def _beyond(exchange: Exchange, scope: Scope) -> Iterator[Finding]:
    agreement = {"data": {exchange.operation: scope}}
    for part, fields in _carried(exchange):
        if part in scope:
            yield from outside_scope(agreement, exchange.operation, part, fields)


def _carried(exchange: Exchange) -> Iterator[tuple[Part, list[PersonalField]]]:
    """The personal data of each part of an exchange, as its contract marks it."""
    contract = exchange.contract
    if contract is None:
        yield "file", exchange.personal
        return
    yield "request", contract.personal_in_request(exchange.request)
    if exchange.answer is not None:
        yield "answer", contract.personal_in_answer(exchange.answer)
