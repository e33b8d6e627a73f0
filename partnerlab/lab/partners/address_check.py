"""Whether two partners behind one gateway have the same address, and nothing tells their messages apart.

Linkage Center has one address for every office behind it (G 3.1). Each partner's contract fixes, by `const` or `enum`,
the query parameters that name it.
"""

from __future__ import annotations

from collections.abc import Iterator

from partnerlab.contract.http.operation import Operation
from partnerlab.contract.http.routing import constants
from partnerlab.lab.partners.partner import PROVIDER, Partner
from partnerlab.lab.partners.registry import Registry


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
    """One operation of each address: all of one address share their parameters."""
    return [operations[0] for operations in partner.provider.addresses.values()] if partner.provider else []


def _apart(one: Operation, other: Operation) -> bool:
    ones, others = constants(one), constants(other)
    return any(not set(ones[name]) & set(others[name]) for name in ones.keys() & others.keys())
