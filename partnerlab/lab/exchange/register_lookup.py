"""Look one person, house or company up in every register, by its simulator's functions, without HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.http.parameters.parameter import Parameter
from partnerlab.lab.environment import credentials_of
from partnerlab.lab.exchange.operation_handler import as_answer
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner import Partner
from partnerlab.world.description import entity_kind, identifier_of
from partnerlab.world.relations import Entity


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """One answer: who gave it, to what, and the body (None where there is none)."""

    partner: Partner
    operation: Operation
    message: Request
    answer: Answer

    @property
    def query(self) -> dict[str, str]:
        return dict(self.message.query)

    @property
    def body(self) -> Any:
        return self.answer.body


def ask_all(lab: Lab, entity: Entity) -> Iterator[RegisterAnswer]:
    """Ask every operation that a contract marks as looking up this kind (`x-identifies`), in each of its variants.

    The partners that are asked stay unchanged: neither their memory nor their randomness moves.
    """
    for partner in lab.kit.partners.values():
        for operation in partner.provider.operations.values() if partner.provider else ():
            for message in _questions(lab, partner, operation, entity) if operation.read_only else ():
                known = lab.partner_worlds[partner.name]
                copied = replace(known, random=deepcopy(known.random), memory=deepcopy(known.memory))
                found = partner.functions[operation.id](copied, message)
                yield RegisterAnswer(partner, operation, message, as_answer(found))


def _questions(lab: Lab, partner: Partner, operation: Operation, entity: Entity) -> Iterator[Request]:
    """The requests that ask for an entity: one for each choice of the parameters beside its identifier."""
    asked = [parameter for parameter in operation.parameters if parameter.place == "query"]
    if not any(parameter.identifies == entity_kind(entity) for parameter in asked):
        return
    headers = dict(_credentials(lab, partner, operation))
    for combination in product(*(_values(parameter, entity) for parameter in asked)):
        query = {p.name: value for p, value in zip(asked, combination, strict=True) if value is not None}
        yield Request(operation.method, operation.path, query, headers)


def _values(parameter: Parameter, entity: Entity) -> list[str | None]:
    if parameter.identifies == entity_kind(entity):
        return [identifier_of(entity)]
    if parameter.fact:
        name, last = parameter.fact
        return [str(getattr(entity, name))[-last:]]
    return [*parameter.choices] if parameter.required else [None]


def _credentials(lab: Lab, partner: Partner, operation: Operation) -> Iterator[tuple[str, str]]:
    """The headers that hold a credential of this register itself; its gateways are not asked."""
    own = credentials_of(partner.agreement)
    for parameter in operation.parameters:
        if parameter.place == "header" and parameter.credential in own:
            yield parameter.key, lab.credentials.of(partner.name, str(parameter.credential))
