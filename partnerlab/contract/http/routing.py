"""Choose the operation of a request among those at one address, by the constants of each contract.

Operations of one document are told apart by their selector (`x-operations`), those of several partners behind one
gateway by the query parameters that each contract fixes by `const` or `enum`. A request goes to the operation that it
contradicts least, of several to the one whose constants it names most, and of equals to the first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from partnerlab.contract.http.message import Request
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.http.selector import Selector


class Offer(Protocol):
    """Anything that has an operation: the operation itself, or an object that serves it."""

    @property
    def operation(self) -> Operation: ...


OfferT = TypeVar("OfferT", bound=Offer)


class OperationTable(Generic[OfferT]):
    """The operations of one address."""

    def __init__(self, offers: Sequence[OfferT]) -> None:
        self.offers = offers
        self._only = offers[0] if len(offers) == 1 else None
        self._selector = _shared_selector(offers)
        self._by_value = {offer.operation.selector.value: offer for offer in offers if offer.operation.selector}

    def choose(self, message: Request) -> OfferT:
        """The operation that a request means."""
        if self._only is not None:
            return self._only
        if self._selector is not None:
            return self._by_value.get(self._selector.value_in(message)) or self._by_value[None]
        return min(self.offers, key=lambda offer: _distance(offer.operation, message))


def _shared_selector(offers: Sequence[OfferT]) -> Selector | None:
    """What tells all of them apart; None if they are of several documents, of which each has values of its own."""
    selectors = [offer.operation.selector for offer in offers]
    groups = {id(selector.values) if selector else None for selector in selectors}
    return selectors[0] if len(groups) == 1 else None


def _distance(operation: Operation, message: Request) -> tuple[int, int]:
    fits = [message.query.get(name) in values for name, values in constants(operation).items()]
    selector = operation.selector
    if selector and not operation.unknown:
        fits.append(selector.value_in(message) == selector.value)
    return fits.count(False), -fits.count(True)


def constants(operation: Operation) -> Mapping[str, list[str]]:
    """The values that a contract allows for the required query parameters of which it knows them all.

    What tells the operations of one document apart is not among them: a neighbour may have the same.
    """
    own = operation.selector.where if operation.selector else None
    return {
        p.name: p.choices
        for p in operation.parameters
        if p.place == "query" and p.required and p.choices and p.where != own
    }
