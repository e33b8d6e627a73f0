"""Builds the request of an example: puts test data and credentials into its fields.

A pact's provider states are brought about in the lab. Another implementation either has them or not: `bindings.yaml`
says which. What is not bound is a `Skip` that shows the line to add.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from partnerlab.conformance.pacts.examples import Example
from partnerlab.conformance.pacts.pact_file import Interaction
from partnerlab.conformance.pacts.provider_states import EXIST, PASSED, SENT
from partnerlab.conformance.verify.direct_partner import gateways_of, lacking_credentials
from partnerlab.conformance.verify.partner_test_data import PartnerTestData, partner_and_gateway
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.message_place import inside
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.lab import DEFAULT_START, Lab
from partnerlab.lab.partners.partner import Partner, RegistryError
from partnerlab.scenario import fixtures
from partnerlab.scenario.verdicts import Skip

_PATH = "path/"
_NAME = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class PreparedRequest:
    """A request with everything in its place, and what of the recorded answer changes with it."""

    request: Request
    replacements: Mapping[str, Any]
    population_values: frozenset[str]


class RequestBuilder:
    """Puts bindings and credentials into the requests of one partner's examples; `Skip` says what is missing."""

    def __init__(self, lab: Lab, partner: Partner, bindings: PartnerTestData, allow_writes: bool) -> None:
        self._lab, self._partner, self._bindings, self._writes = lab, partner, bindings, allow_writes
        holders = [*gateways_of(lab.kit, partner), partner]
        self._reached = {name for each in partner_and_gateway(lab.kit, partner) for name in each.states["states"]}
        self._states = {n: _facts(each, s) for each in holders for n, s in each.states["states"].items()}
        self._usual = {key: value for each in holders for key, value in _facts(each, each.states).items()}
        self._current = dict(self._usual)
        for name in sorted(bindings.states):
            self._current |= self._states[name]

    def ready(self, example: Example, credentials: Mapping[str, str]) -> PreparedRequest:
        """The request to send."""
        self._allowed(example)
        self._carried(example.operation)
        self._states_hold(example)
        self._lab.reset(DEFAULT_START)
        names = self._fixtures(example)
        bound = self._bound(example)
        request = deepcopy(example.recorded.request)
        replacements = {str(get_field(request, place)): value for place, value in bound.items()}
        for place, value in [*credential_values(example.recorded, credentials), *bound.items()]:
            set_field(example.operation, request, place, value)
        ours = {str(field.value) for fixture in names.values() for field in fixtures.identities(fixture)}
        return PreparedRequest(request, replacements, frozenset(ours) if bound else frozenset())

    def _allowed(self, example: Example) -> None:
        if not (example.operation.read_only or self._writes):
            raise Skip(
                "not sent, because it changes data; add --allow-writes if this is a test system",
                "คำขอนี้เปลี่ยนแปลงข้อมูลในระบบ ใช้ --allow-writes หากเป็นระบบทดสอบ",
            )

    def _carried(self, operation: Operation) -> None:
        if lacking := lacking_credentials(self._lab.kit, self._partner, operation, self._bindings.credentials):
            raise credentials_of_gateway(lacking)

    def _states_hold(self, example: Example) -> None:
        wanted = dict(self._usual)
        for given in example.recorded.given:
            if given.name == PASSED:
                raise Skip("only the lab can let time pass", "มีเพียงชุดทดสอบที่เลื่อนเวลาได้")
            wanted |= self._states.get(given.name, {})
        if wanted != self._current:
            names = [each.name for each in example.recorded.given]
            unusual = [n for n in names if any(self._usual[k] != v for k, v in self._states.get(n, {}).items())]
            if not self._reached.issuperset(unusual):
                raise Skip(
                    "not asked: only the gateway can be in this state, and it is left out (--direct)",
                    "ไม่ได้ถาม: มีเพียงเกตเวย์ที่อยู่ในสถานะนี้ได้ และการตรวจครั้งนี้ไม่ผ่านเกตเวย์ (--direct)",
                )
            raise _unbound(
                "put the implementation into this state, then add to bindings.yaml", f"states: {_flow(unusual)}"
            )

    def _fixtures(self, example: Example) -> dict[str, Any]:
        names: dict[str, Any] = {}
        for given in example.recorded.given:
            if given.name == EXIST:
                names |= fixtures.make(self._lab, dict(given.params))
        return names

    def _bound(self, example: Example) -> dict[str, str | int]:
        """Test data for each field that identifies a person or company. Other fields keep their recorded values."""
        bound = dict(self._bindings.examples.get(example.name, {}))
        missing = [place for place in self._naming(example) if place not in bound]
        if missing:
            places = ", ".join(f'{place}: "…"' for place in missing)
            raise _unbound("add to bindings.yaml, below examples", f"{example.name}: {{{places}}}")
        return bound

    def _naming(self, example: Example) -> Iterator[str]:
        sent = any(given.name == SENT for given in example.recorded.given)
        operation, request = example.operation, example.recorded.request
        for place in [*operation.identifies, *(p.where for p in operation.parameters if p.identifies)]:
            value = get_field(request, place)
            if sent or (value is not None and self._lab.world.find(str(value)) is not None):
                yield place


def credentials_of_gateway(lacking: Mapping[str, str]) -> Skip:
    """What to say of a request that carries what only a client of the gateway holds."""
    names, lines = ", ".join(lacking), ", ".join(f"export {variable}=…" for variable in lacking.values())
    return Skip(
        f"not sent: it names {names} of the gateway; to have it sent: {lines}",
        f"ไม่ได้ส่ง: คำขอนี้ต้องใช้ {names} ของเกตเวย์ หากต้องการให้ส่ง: {lines}",
    )


def _facts(holder: Partner, told: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    return {(holder.name, fact): value for fact, value in (told.get("facts") or {}).items()}


def _unbound(what: str, line: str) -> Skip:
    return Skip(f"not bound: {what}: {line}", f"ยังไม่ได้ผูกข้อมูลทดสอบ ให้เพิ่มใน bindings.yaml: {line}")


def _flow(names: list[str]) -> str:
    return f"[{', '.join(json.dumps(n, ensure_ascii=False) if ',' in n else n for n in names)}]"


def credential_values(recorded: Interaction, credentials: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The places of a request that hold a credential, each with what goes there; `path/` is the whole path."""
    written = {name: quote(value, safe="") for name, value in credentials.items()}
    for place, expression in recorded.filled.items():
        if strange := [name for name in _NAME.findall(expression) if name not in credentials]:
            offered = ", ".join(sorted(credentials)) or "none"
            raise RegistryError(
                f"{recorded.place}: '{recorded.description}': there is no credential '{strange[0]}' to put "
                f"into {place}; there are: {offered}"
            )
        known = written if place == _PATH else credentials
        yield place, _NAME.sub(lambda found, known=known: known[found[1]], expression)  # type: ignore[misc]


def get_field(request: Request, place: str) -> Any:
    """What stands at `query/CitizenID`, `header/Token` or `body/a/b` of a request; None for nothing."""
    side, _, name = place.partition("/")
    if side == "path":
        return request.params.get(name)
    if side == "query":
        return request.query.get(name)
    if side == "header":
        return request.headers.get(name.lower())
    found = request.body
    for part in name.split("/"):
        found = inside(found, part)
    return found


def set_field(operation: Operation, request: Request, place: str, value: Any) -> None:
    """Put a value into a place of a request to this operation; the place `path/` is the whole path."""
    side, _, name = place.partition("/")
    if side == "query":
        request.query = {**request.query, name: str(value)}
    elif side == "header":
        request.headers = {**request.headers, name.lower(): str(value)}
    elif side == "path":
        path = operation.path.format_map({**request.params, name: quote(str(value), safe="")}) if name else str(value)
        request.path, request.params = path, operation.params_in(path) or {}
    else:
        *above, last = name.split("/")
        inner = request.body
        for part in above:
            inner = inner[int(part) if isinstance(inner, list) else part]
        inner[int(last) if isinstance(inner, list) else last] = value
        request.raw = wire.encode(request.body, request.media)
