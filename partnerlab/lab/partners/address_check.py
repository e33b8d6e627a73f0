"""Whether two partners behind one gateway have the same address, and nothing tells their messages apart.

Linkage Center has one address for every office behind it (G 3.1). Each partner's contract fixes, by `const` or `enum`,
the query parameters that name it.
"""

from __future__ import annotations

from collections.abc import Iterator

from partnerlab.contract.http.operation import Operation
from partnerlab.contract.http.routing import constants
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry


def naming_parameters(kit: Registry, partner: Partner, operation: Operation) -> dict[str, list[str]]:
    """The query parameters by which a call at a shared address names this partner's service, with what they may be.

    With another value the call is not for this partner, which then does not refuse it.
    """
    shared = [
        its
        for other in _at_the_door(kit, partner)
        for its in _asked(other)
        if (its.method, its.path) == (operation.method, operation.path)
    ]
    return dict(constants(operation)) if shared else {}


def clashes(kit: Registry, partner: Partner) -> Iterator[str]:
    """Each operation whose address another partner at the same door has too, if no query tells them apart."""
    where = partner.contracts / partner.provider_file
    for operation in _asked(partner):
        for other in _at_the_door(kit, partner):
            for its in _asked(other):
                if (its.method, its.path) == (operation.method, operation.path) and not _apart(operation, its):
                    yield (
                        f"{where}: {operation.id}: {other.name}.{its.id} has the same address "
                        f"{its.method} {its.path}; a required query parameter that both have must tell them apart, "
                        "by another const or enum in each"
                    )


def _at_the_door(kit: Registry, partner: Partner) -> list[Partner]:
    """The other partners that are called at the same gateway."""
    door = partner.behind or partner.name
    return [each for each in kit.partners.values() if each.name != partner.name and door in (each.behind, each.name)]


def _asked(partner: Partner) -> list[Operation]:
    """One operation of each address: all of one address share their parameters."""
    return [operations[0] for operations in partner.provider.addresses.values()] if partner.provider else []


def _apart(one: Operation, other: Operation) -> bool:
    ones, others = constants(one), constants(other)
    return any(not set(ones[name]) & set(others[name]) for name in ones.keys() & others.keys())
