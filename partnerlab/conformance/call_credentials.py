"""The keys, secrets and tokens with which an operation is called: from the agreement, or got where they are given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.message_place import value_at
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.channels.in_process_http import call
from partnerlab.lab.environment import credentials_of
from partnerlab.lab.exchange.message_sender import build
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner import Partner, RegistryError
from partnerlab.lab.partners.partner_world import OutgoingMessage


class CallCredentials:
    """The credentials of one lab, by the names that contracts mark with `x-credential`."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab

    def all_credentials(self, partner: Partner) -> dict[str, str]:
        """Every credential with which a partner, or our side towards it, can be called."""
        held = self._lab.kit.credential_holders(partner)
        names = [name for holder in held for name in credentials_of(holder.agreement)]
        given = [name for holder in held for operation in _answered(holder) for name in operation.gives]
        return {name: self.credential(partner, name) for name in [*names, *given]}

    def credential(self, partner: Partner, name: str) -> str:
        """One credential; a token is asked for by the operation that gives it, as our side would."""
        held = self._lab.kit.credential_holders(partner)
        for holder in held:
            if name in credentials_of(holder.agreement):
                return self._lab.credentials.of(holder.name, name)
        for holder in held:
            for operation in _answered(holder):
                if name in operation.gives:
                    return self._given(holder, operation, operation.gives[name])
        raise RegistryError(
            f"{partner.name}: the contract marks a field with x-credential: {name}, which no channel of its "
            f"agreement has and no answer gives"
        )

    def credentials_in(self, partner: Partner, operation: Operation, place: str) -> dict[str, str]:
        """The credentials that a call of this operation carries in its `header`, `query`, `path` or `body`."""
        marked = [(where.partition("/"), name) for where, name in operation.credentials.items()]
        return {where[2]: self.credential(partner, name) for where, name in marked if where[0] == place}

    def credentials_of_others(self, partner: Partner) -> dict[str, dict[str, str]]:
        """For each credential of a partner towards our side, another partner's; of the same name, if there is any."""
        held = [
            (name, other.name)
            for other in self._lab.kit.partners.values()
            if other is not partner and other.system == partner.system
            for name in _sent_credentials(other)
        ]
        found = {}
        for wanted in _sent_credentials(partner):
            same = [(name, other) for name, other in held if name == wanted]
            for name, other in (same or held)[:1]:
                found[wanted] = {"another's": self._lab.credentials.of(other, name)}
        return found

    def _given(self, holder: Partner, operation: Operation, field: str) -> str:
        asked = credentials_request(
            operation, {name: self.credential(holder, name) for name in operation.credentials.values()}
        )
        app = simulator_apps(self._lab)[holder.behind or holder.name]
        status, fields, raw = call(app, asked.method, asked.path, urlencode(asked.query), asked.headers, asked.raw)
        answer = wire.answer(status, wire.lower(dict(fields)), raw)
        value = value_at(answer, f"body/{field}")
        if value is None:
            raise RegistryError(f"{holder.name}.{operation.id} gave no {field}; it answered {status} {answer.raw!r}")
        return value


def credentials_request(operation: Operation, values: Mapping[str, str]) -> Request:
    """The request of an operation that is asked with nothing but credentials."""
    parts: dict[str, dict[str, str]] = {"query": {}, "path": {}, "header": {}}
    body: dict[str, Any] = {}
    for where, name in operation.credentials.items():
        place, _, key = where.partition("/")
        if place == "body":
            put_into(body, key, values[name])
        else:
            parts[place][key] = values[name]
    message = OutgoingMessage(body or None, parts["query"], parts["path"], parts["header"])
    return build(operation, message)


def put_into(body: dict[str, Any], path: str, value: Any) -> None:
    """Let a value stand at a path of a body (`head/user`)."""
    *above, last = path.split("/")
    for part in above:
        body = body.setdefault(part, {})
    body[last] = value


def _answered(partner: Partner) -> list[Operation]:
    return list(partner.provider.operations.values()) if partner.provider else []


def _sent_credentials(partner: Partner) -> list[str]:
    """The names of the credentials that a partner sends to our side, as its agreement lists them."""
    operations = partner.consumer.operations.values() if partner.consumer else ()
    carried = {name for operation in operations for name in operation.credentials.values()}
    return [name for name in credentials_of(partner.agreement) if name in carried]
