"""A partner behind a gateway, asked at its own address: no token is fetched, and no header of the gateway is sent."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from partnerlab.conformance.pacts.examples import Example
from partnerlab.contract.http.document import OpenApiDocument
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.credentials import Credentials
from partnerlab.lab.environment import credentials_of
from partnerlab.lab.partners.partner import Partner, RegistryError
from partnerlab.lab.partners.registry import Registry


class DirectPartner(Partner):
    """The same partner without its gateways; its operations lack the headers that carry their credentials."""

    hidden: frozenset[str]

    @cached_property
    def gateways(self) -> list[str]:
        return []

    @cached_property
    def provider(self) -> OpenApiDocument | None:
        document = copy.copy(super().provider)
        if document:
            document.operations = {name: self._bare(operation) for name, operation in document.operations.items()}
        return document

    def bare_example(self, example: Example) -> Example:
        """A recorded example without those headers."""
        assert self.provider
        operation, recorded = self.provider.operations[example.operation.id], example.recorded
        dropped = {place for place in example.operation.credentials if place not in operation.credentials}
        keys = {place.partition("/")[2].lower() for place in dropped}
        request = copy.copy(recorded.request)
        request.headers = {name: value for name, value in request.headers.items() if name not in keys}
        filled = {place: text for place, text in recorded.filled.items() if place not in dropped}
        return Example(operation, replace(recorded, request=request, filled=filled))

    def _bare(self, operation: Operation) -> Operation:
        kept = [each for each in operation.parameters if each.place != "header" or each.credential not in self.hidden]
        return replace(operation, parameters=kept, _personal={})


def without_gateways(kit: Registry, partner: Partner) -> DirectPartner:
    """The partner as it is asked directly; `RegistryError` if it stands behind no gateway."""
    if not partner.gateways:
        behind = [each.name for each in kit.partners.values() if each.gateways]
        raise RegistryError(
            f"{partner.name} stands behind no gateway: leave out --direct. Behind one are: {', '.join(behind)}"
        )
    found = DirectPartner(partner.name, partner.contracts, partner.simulator, partner.documents)
    found.hidden = issued_by_gateways(kit, partner)
    return found


def gateways_of(kit: Registry, partner: Partner) -> list[Partner]:
    """Those that stand before a partner, asked through them or not."""
    return kit.before(kit.partner(partner.name))


def issued_by_gateways(kit: Registry, partner: Partner) -> frozenset[str]:
    """The credentials of the gateways before a partner: those of their agreements, and those that they give."""
    gateways = gateways_of(kit, partner)
    names = {name for gateway in gateways for name in credentials_of(gateway.agreement)}
    operations = [o for gateway in gateways if gateway.provider for o in gateway.provider.operations.values()]
    return frozenset(names | {name for operation in operations for name in operation.gives})


def lacking_credentials(
    kit: Registry, partner: Partner, operation: Operation, given: Mapping[str, str]
) -> dict[str, str]:
    """The credentials of a gateway in an operation's query or body that were not given, with their variables.

    The partner sees them with or without its gateway (an officer's number), and only the gateway's client has them.
    """
    if partner.gateways:
        return {}
    return {
        name: Credentials.variable(gateway.name, name)
        for gateway in gateways_of(kit, partner)
        for name in credentials_of(gateway.agreement)
        if name in operation.credentials.values() and name not in given
    }
