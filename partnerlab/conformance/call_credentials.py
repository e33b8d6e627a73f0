"""The keys, secrets and tokens with which an operation is called: from the agreement, or got where they are given."""

from __future__ import annotations

from urllib.parse import urlencode

from partnerlab.contract.http import message as wire
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
        held = [partner, *self._lab.kit.before(partner)]
        names = [name for holder in held for name in credentials_of(holder.agreement)]
        given = [name for holder in held for operation in _answered(holder) for name in operation.gives]
        return {name: self.credential(partner, name) for name in [*names, *given]}

    def credential(self, partner: Partner, name: str) -> str:
        """One credential; a token is asked for by the operation that gives it, as our side would."""
        held = [partner, *self._lab.kit.before(partner)]
        for holder in held:
            if name in credentials_of(holder.agreement):
                return self._lab.credentials.of(holder.name, name)
        for holder in held:
            for operation in _answered(holder):
                if name in operation.gives:
                    return self._given(holder, operation, operation.gives[name])
        raise RegistryError(
            f"{partner.name}: the contract marks a parameter with x-credential: {name}, which no channel of its "
            f"agreement has and no operation gives (x-gives)"
        )

    def credentials_in(self, partner: Partner, operation: Operation, place: str) -> dict[str, str]:
        """The credentials that a call of this operation carries in its `header`, `query` or `path`."""
        marked = [each for each in operation.parameters if each.place == place and each.credential]
        return {each.name: self.credential(partner, each.credential or "") for each in marked}

    def _given(self, holder: Partner, operation: Operation, field: str) -> str:
        query, params, headers = (
            self.credentials_in(holder, operation, place) for place in ("query", "path", "header")
        )
        asked = build(operation, OutgoingMessage(query=query, params=params, headers=headers))
        app = simulator_apps(self._lab)[holder.behind or holder.name]
        status, fields, raw = call(app, asked.method, asked.path, urlencode(asked.query), asked.headers, asked.raw)
        answer = wire.answer(status, wire.lower(dict(fields)), raw)
        if not isinstance(answer.body, dict) or field not in answer.body:
            raise RegistryError(f"{holder.name}.{operation.id} gave no {field}; it answered {status} {answer.raw!r}")
        return str(answer.body[field])


def _answered(partner: Partner) -> list[Operation]:
    return list(partner.provider.operations.values()) if partner.provider else []
