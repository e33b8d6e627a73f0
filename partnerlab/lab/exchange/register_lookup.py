"""What every register says of somebody: each is asked as our side would ask it, without the way there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from partnerlab.contract.http.message import Request
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.exchange.operation_handler import as_answer
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner import Partner


@dataclass(frozen=True, slots=True)
class Told:
    """One answer: who gave it, to what, and the body (None where there is none)."""

    partner: Partner
    operation: Operation
    query: dict[str, str]
    body: Any


def ask_all(lab: Lab, kind: str, identifier: str) -> Iterator[Told]:
    """Ask every operation that a contract marks as looking up this kind (`x-identifies`), in each of its variants."""
    for partner in lab.kit.partners.values():
        for operation in partner.provider.operations.values() if partner.provider else ():
            for query in _questions(operation, kind, identifier):
                message = Request(operation.method, operation.path, query)
                found = partner.functions[operation.id](lab.partner_worlds[partner.name], message)
                yield Told(partner, operation, query, as_answer(found).body)


def _questions(operation: Operation, kind: str, identifier: str) -> Iterator[dict[str, str]]:
    """The queries that ask for an identifier: one for each choice of the parameters beside it."""
    parameters = [parameter for parameter in operation.parameters if parameter.place == "query"]
    if not any(parameter.identifies == kind for parameter in parameters):
        return
    values = [[identifier] if p.identifies == kind else p.choices for p in parameters]
    for combination in product(*values):
        yield dict(zip((p.name for p in parameters), combination, strict=True))
