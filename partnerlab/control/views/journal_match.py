"""Whether the journal holds what a test expects, and if not, what came nearest and where it differs."""

from __future__ import annotations

from typing import Any

from partnerlab.contract.redaction import mask_all
from partnerlab.control.giving_way import giving_way
from partnerlab.lab.journal import Exchange
from partnerlab.scenario.expectations import exchange_view
from partnerlab.scenario.language.matchers import Criterion, compare

_NEAREST = 5


def match_exchanges(exchanges: list[Exchange], expected: dict[str, Any]) -> dict[str, Any]:
    """Numbers of the exchanges that match, and the nearest of the others, each with every criterion.

    `expected` has `request`, `answer` or both, in the words of a scenario.
    """
    seen = [(exchange, _criteria(exchange, expected)) for exchange in giving_way(exchanges)]
    matching = [exchange.number for exchange, criteria in seen if all(c.ok for c in criteria)]
    others = [(exchange, criteria) for exchange, criteria in seen if not all(c.ok for c in criteria)]
    others.sort(key=lambda pair: sum(not criterion.ok for criterion in pair[1]))
    return {"matching": matching, "near_misses": [_told(*pair) for pair in others[:_NEAREST]]}


def _criteria(exchange: Exchange, expected: dict[str, Any]) -> list[Criterion]:
    view = exchange_view(exchange)
    return [criterion for side in expected for criterion in compare(expected[side], view[side], side)]


def _told(exchange: Exchange, criteria: list[Criterion]) -> dict[str, Any]:
    told = {
        "number": exchange.number,
        "exchange": exchange.name,
        "differs": [criterion.as_dict() for criterion in criteria if not criterion.ok],
    }
    covered: dict[str, Any] = mask_all(told, exchange.personal)
    return covered
