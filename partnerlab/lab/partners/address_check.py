"""Who is meant at an address that several share, as the registers behind one gateway do: the query tells them apart.

Linkage Center has one address for every office behind it (G 3.1). Each partner's contract fixes, by `const` or `enum`,
the query parameters that name it; a request goes to whose contract it contradicts least, of several to whom it names
most, and of equals to the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol, TypeVar

from partnerlab.contract.http.operation import Operation
from partnerlab.lab.partners.partner import PROVIDER, Partner
from partnerlab.lab.partners.registry import Registry


class _Offer(Protocol):
    @property
    def operation(self) -> Operation: ...


Offer = TypeVar("Offer", bound=_Offer)


def meant(offers: list[Offer], query: Mapping[str, str]) -> Offer:
    """Of those offered at one address, the one that a request with this query means."""
    return min(offers, key=lambda offer: _distance(offer.operation, query))


def clashes(kit: Registry, partner: Partner) -> Iterator[str]:
    """Each operation whose address another partner at the same door has too, if no query tells them apart."""
    door = partner.behind or partner.name
    others = [each for each in kit.partners.values() if each is not partner and door in (each.behind, each.name)]
    for operation in _asked(partner):
        for other in others:
            for its in _asked(other):
                if (its.method, its.path) == (operation.method, operation.path) and not _apart(operation, its):
                    yield (
                        f"{partner.contracts / PROVIDER}: {operation.id}: {other.name}.{its.id} has the same address "
                        f"{its.method} {its.path}; a required query parameter that both have must tell them apart, "
                        "by another const or enum in each"
                    )


def _asked(partner: Partner) -> list[Operation]:
    return list(partner.provider.operations.values()) if partner.provider else []


def _distance(operation: Operation, query: Mapping[str, str]) -> tuple[int, int]:
    fits = [query.get(name) in values for name, values in _named(operation).items()]
    return fits.count(False), -fits.count(True)


def _apart(one: Operation, other: Operation) -> bool:
    ones, others = _named(one), _named(other)
    return any(not set(ones[name]) & set(others[name]) for name in ones.keys() & others.keys())


def _named(operation: Operation) -> dict[str, list[str]]:
    """The values that a contract allows for the query parameters of which it knows them all."""
    return {p.name: p.choices for p in operation.parameters if p.place == "query" and p.required and p.choices}
