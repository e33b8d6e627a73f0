"""Find the partner and operation of a call to a system of ours, by its address and the credential it shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from partnerlab.contract.http.message import Request
from partnerlab.contract.http.message_place import value_at
from partnerlab.contract.http.operation import UNKNOWN, Operation
from partnerlab.lab.credentials import Credentials
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner import CONSUMER, Partner

Offer = tuple[Partner, Operation]


@dataclass(frozen=True, slots=True)
class Caller:
    """An operation that a request may mean, and the partner whose contract has it.

    `sender` is the partner, or `?` where several have the same address, and neither a credential nor what the request
    shows tells them apart.
    """

    partner: Partner
    operation: Operation
    sender: str


def sends_to(lab: Lab, system: str) -> list[Partner]:
    """The partners whose messages a system of ours answers."""
    partners = lab.kit.partners.values()
    return [p for p in partners if p.system == system and (p.contracts / CONSUMER).is_file()]


class Callers:
    """All partners that may call one system, found by address and credentials."""

    def __init__(self, lab: Lab, system: str) -> None:
        self._partners, self._credentials = sends_to(lab, system), lab.credentials

    def choose(self, message: Request) -> Caller | None:
        """The caller of a request, whose path parameters it fills in; None if no partner's contract fits."""
        offers = list(self._offers(message))
        if not offers:
            return None
        weights = [_weight(self._credentials, *offer, message) for offer in offers]
        likely = [offer for offer, weight in zip(offers, weights, strict=True) if weight == max(weights)]
        if len(likely) > 1:
            likely = list(_best_kept(likely, message))
        partner, operation = likely[0]
        message.params = operation.params_in(message.path) or {}
        return Caller(partner, operation, partner.name if len(likely) == 1 else UNKNOWN)

    def addresses(self) -> list[str]:
        """Every verb and path that some partner calls."""
        documents = [partner.consumer for partner in self._partners if partner.consumer]
        return sorted({f"{method} {path}" for document in documents for method, path in document.addresses})

    def _offers(self, message: Request) -> Iterator[Offer]:
        for partner in self._partners:
            operation = partner.consumer.route(message) if partner.consumer else None
            if operation is not None:
                yield partner, operation


def _best_kept(offers: list[Offer], message: Request) -> Iterator[Offer]:
    """Those whose contract the request breaks least: offices behind one centre differ by the number that they show."""
    broken = [len(operation.judge_request(message)) for _, operation in offers]
    return (offer for offer, count in zip(offers, broken, strict=True) if count == min(broken))


def _weight(credentials: Credentials, partner: Partner, operation: Operation, message: Request) -> tuple[int, int]:
    """How many credentials of the partner a request shows, and in how many of the agreed places one stands."""
    shown = {name: value_at(message, place) for place, name in operation.credentials.items()}
    own = sum(value == credentials.of(partner.name, name) for name, value in shown.items())
    return own, sum(value is not None for value in shown.values())
