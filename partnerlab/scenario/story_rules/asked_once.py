"""Which look-ups of a person our side made twice in a row although the register had answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from partnerlab.lab.journal import Exchange
from partnerlab.lab.our_side import SYSTEMS
from partnerlab.scenario.story_rules.sent_once import Repeat, is_acknowledged


def repeated_lookups(exchanges: Iterable[Exchange]) -> Iterator[Repeat]:
    """Among the exchanges of one step: each that asks once more what was answered just before, at the same moment.

    Only what names somebody counts: of a person no more is asked than is needed (PDPA s. 22). Two requests about one
    person have other look-ups in between.
    """
    before: Exchange | None = None
    for exchange in exchanges:
        if exchange.sender not in SYSTEMS:
            continue
        if before is not None and _question(exchange) is not None and _question(exchange) == _question(before):
            yield Repeat(before, exchange)
        before = exchange if exchange.contract and is_acknowledged(exchange.contract, exchange) else None


def _question(exchange: Exchange) -> Any:
    """What is asked, of whom and when; None where the answer is about nobody in particular."""
    operation, message = exchange.contract, exchange.request
    if operation is None or not operation.read_only or not operation.answer_identity:
        return None
    return exchange.receiver, operation.id, exchange.left, message.path, repr(message.query), repr(message.body)
