"""Which look-ups of a person our side made again at the same moment although the register had answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from partnerlab.lab.journal import Exchange
from partnerlab.lab.our_side import SYSTEMS
from partnerlab.scenario.story_rules.sent_once import Repeat, is_acknowledged


def repeated_lookups(exchanges: Iterable[Exchange]) -> Iterator[Repeat]:
    """Among the exchanges of one step: each that asks once more what was answered at this very moment.

    Only what names a person counts: of a person no more is asked than is needed (PDPA s. 22).
    """
    answered: dict[Any, Exchange] = {}
    for exchange in exchanges:
        operation, message = exchange.contract, exchange.request
        if operation is None or not operation.read_only or exchange.sender not in SYSTEMS:
            continue
        if not operation.answer_identity:
            continue  # the answer is about no one in particular
        question = exchange.receiver, operation.id, exchange.left, message.path, repr(message.query), repr(message.body)
        if question in answered:
            yield Repeat(answered[question], exchange)
        if is_acknowledged(operation, exchange):
            answered[question] = exchange
