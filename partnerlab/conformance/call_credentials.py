"""The keys, secrets and tokens with which an operation is called: from the agreement, or got where they are given."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.message_place import value_at
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.http.undecodable import describe
from partnerlab.lab import signed_token
from partnerlab.lab.channels.in_process_http import call
from partnerlab.lab.environment import credentials_of, token_seconds
from partnerlab.lab.exchange.message_sender import build
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner import Partner, RegistryError
from partnerlab.lab.partners.partner_world import OutgoingMessage
from partnerlab.lab.system_under_test import is_nobody
from partnerlab.scenario.verdicts import Fail


def in_scheme_of(own: str, secret: str) -> str:
    """Another secret as `own` is written, `Basic …` say: what is no credential at all may be refused as none."""
    scheme, _, _ = own.rpartition(" ")
    bare = secret.rpartition(" ")[2]
    if scheme.lower() == "basic":
        bare = b64encode(f"{bare}:{bare}".encode()).decode()
    return f"{scheme} {bare}" if scheme else secret


class CallCredentials:
    """The credentials of one lab, by the names that contracts mark with `x-credential`."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab

    def all_credentials(self, partner: Partner) -> dict[str, str]:
        """Every credential with which a partner, or our side towards it, can be called."""
        held = self._lab.kit.credential_holders(partner)
        names = [name for holder in held for name in credentials_of(holder.agreement)]
        given = [name for holder in held for operation in self._giving(holder) for name in operation.gives]
        return {name: self.credential(partner, name) for name in [*names, *given]}

    def credential(self, partner: Partner, name: str) -> str:
        """One credential; a token is asked for by the operation that gives it, as our side would."""
        held = self._lab.kit.credential_holders(partner)
        for holder in held:
            if name in credentials_of(holder.agreement):
                if name.endswith(signed_token.PUBLIC_KEY):
                    return self._signed(holder, name, self._lab.clock.now)
                return self._lab.credentials.of(holder.name, name)
        for holder in held:
            for operation in self._giving(holder):
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

    def bind(self, partner: Partner, operation: Operation, request: Request) -> None:
        """Let the tokens of a finished request be of its body: before that, they are of none."""
        for parameter in operation.parameters:
            if parameter.binds_body and parameter.credential and parameter.key in request.headers:
                token = self.bound(partner, parameter.credential, request.headers[parameter.key], request.raw)
                request.headers = {**request.headers, parameter.key: token}

    def bound(self, partner: Partner, name: str, value: str, body: bytes) -> str:
        """The value of a header with a token, which is of this body if it was the partner's own and of none."""
        scheme, _, token = value.rpartition(" ")
        private = self._lab.credentials.of(partner.name, signed_token.private_name(name))
        number = self._lab.partner_worlds[partner.name].guid()
        return f"{scheme} {signed_token.bind(private, token, number, body)}".strip()

    def wrong_credentials(self, partner: Partner, name: str) -> dict[str, str]:
        """Credentials that must not open what this one opens at our side: another partner's, and one that has ended."""
        found = {}
        held = [(each, other) for other in self._others(partner) for each in _sent_credentials(other)]
        for each, other in sorted(held, key=lambda pair: pair[0] != name)[:1]:  # one of the same name, if there is any
            own = "" if self._is_given(partner, name) else self.credential(partner, name)
            found["another's"] = in_scheme_of(own, self.credential(other, each))
        if seconds := token_seconds(partner.agreement) if self._is_given(partner, name) else 0:
            found["expired"] = self._as_of(partner, name, timedelta(seconds=2 * seconds))
        if name.endswith(signed_token.PUBLIC_KEY):
            ago = timedelta(seconds=2 * token_seconds(partner.agreement))
            found["expired"] = self._signed(partner, name, self._lab.clock.now - ago)
        return found

    def _others(self, partner: Partner) -> list[Partner]:
        """The other partners that prove themselves to the same system."""
        partners = self._lab.kit.partners.values()
        return [other for other in partners if other is not partner and other.system == partner.system]

    def _is_given(self, partner: Partner, name: str) -> bool:
        return any(name in operation.gives for operation in self._giving(partner))

    def _as_of(self, partner: Partner, name: str, ago: timedelta) -> str:
        """A credential as it was given a while ago; our side's clock goes back for it, and all else is forgotten."""
        system, now = self._lab.systems[partner.system], self._lab.clock.now
        try:
            system.reset()
            system.set_clock(now - ago)
            return self.credential(partner, name)
        finally:
            system.reset()
            system.set_clock(now)

    def _giving(self, holder: Partner) -> list[Operation]:
        """The operations that can be asked for a credential now: the partner's, and our side's for the partner."""
        ours = holder.consumer is not None and not is_nobody(self._lab.systems[holder.system])
        documents = [holder.provider, holder.consumer if ours else None]
        return [operation for each in documents if each for operation in each.operations.values()]

    def _given(self, holder: Partner, operation: Operation, field: str) -> str:
        """A token, asked for now."""
        asked = credentials_request(
            operation, {name: self.credential(holder, name) for name in operation.credentials.values()}
        )
        answer = self._ask(holder, operation, asked)
        value = given_credential(holder, operation, field, answer)
        if value is None and self._is_ours(holder, operation):
            raise Fail(
                f"{operation.id} gave no {field}; it answered {answer.status}{_unreadable(answer)}",
                f"{operation.id} ไม่ได้ให้ {field} ตอบกลับ {answer.status}{_unreadable(answer)}",
                blame="system_under_test",
            )
        if value is None:
            raise RegistryError(f"{holder.name}.{operation.id} gave no {field}; it answered {answer.status}")
        return value

    def _signed(self, holder: Partner, name: str, now: datetime) -> str:
        """A token that the partner signs now; each is good once. It is of no body before `bind`."""
        private = self._lab.credentials.of(holder.name, signed_token.private_name(name))
        issuer, seconds = holder.agreement["codes"]["agent_code"], token_seconds(holder.agreement)
        return (
            f"Bearer {signed_token.sign(private, issuer, now, seconds, self._lab.partner_worlds[holder.name].guid())}"
        )

    def _is_ours(self, holder: Partner, operation: Operation) -> bool:
        """Whether our side is asked, and not the partner."""
        return holder.consumer is not None and operation in holder.consumer.operations.values()

    def _ask(self, holder: Partner, operation: Operation, asked: Request) -> Answer:
        if self._is_ours(holder, operation):
            return self._lab.systems[holder.system].call(asked)
        app = simulator_apps(self._lab)[holder.behind or holder.name]
        status, fields, raw = call(app, asked.method, asked.path, urlencode(asked.query), asked.headers, asked.raw)
        return wire.answer(status, wire.lower(dict(fields)), raw)


def given_credential(holder: Partner, operation: Operation, field: str, answer: Answer) -> str | None:
    """A token as it goes into a header: its `token_type` before it where the answer names one, or the contract."""
    value = value_at(answer, f"body/{field}")
    kind = value_at(answer, "body/token_type") or _scheme_of(holder, operation, field)
    return f"{kind} {value}" if kind and value else value


def _scheme_of(holder: Partner, operation: Operation, field: str) -> str | None:
    """`Bearer` if the partner's document says that the token in this field is a bearer token."""
    if holder.provider is None or operation not in holder.provider.operations.values():
        return None
    given = [name for name, place in operation.gives.items() if place == field]
    document = holder.documents.document(f"{holder.name}/{holder.provider_file}")
    schemes = document.get("components", {}).get("securitySchemes", {}).values()
    bearers = [each.get("x-credential") for each in schemes if each.get("scheme") == "bearer"]
    return "Bearer" if set(given) & set(bearers) else None


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


def _sent_credentials(partner: Partner) -> list[str]:
    """The names of the credentials that a partner sends to our side: of its agreement, or given by our side."""
    operations = list(partner.consumer.operations.values()) if partner.consumer else []
    carried = {name for operation in operations for name in operation.credentials.values()}
    given = [name for operation in operations for name in operation.gives]
    return [name for name in [*credentials_of(partner.agreement), *given] if name in carried]


def _unreadable(answer: Answer) -> str:
    """What an answer is that does not decode."""
    seen = describe(answer.raw, answer.headers) or answer.undecodable if answer.undecodable else None
    return f": {seen}" if seen else ""
