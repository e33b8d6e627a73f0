"""Verify a partner's implementation at a URL: preconditions, recorded examples, generated requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from partnerlab.conformance import check_events
from partnerlab.conformance.call_credentials import credentials_request
from partnerlab.conformance.check_result import CheckResult
from partnerlab.conformance.pacts.examples import Example, recorded_examples
from partnerlab.conformance.verify.checks import generated_requests
from partnerlab.conformance.verify.checks.access_checks import (
    LACKING_BINDINGS,
    check_access,
    has_passed_example,
    passed_example,
)
from partnerlab.conformance.verify.checks.access_control import AccessControl, AccessTarget, GoodRequest
from partnerlab.conformance.verify.checks.recorded_example import check_example
from partnerlab.conformance.verify.connection import Connection
from partnerlab.conformance.verify.connection_errors import ConnectionFailed
from partnerlab.conformance.verify.direct_partner import lacking_credentials, without_gateways
from partnerlab.conformance.verify.not_exercised import not_exercised
from partnerlab.conformance.verify.partner_test_data import PartnerTestData, load, partner_and_gateway
from partnerlab.conformance.verify.preconditions import Preconditions
from partnerlab.conformance.verify.prepared_request import RequestBuilder
from partnerlab.conformance.verify.session import Step, VerifySession
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner import Partner, RegistryError
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import nobody
from partnerlab.scenario.verdicts import Fail, Skip

Listener = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class VerifyOptions:
    """What is to be verified, and how far one may go: `requests` are generated for each operation and way.

    With `direct` the partner is asked at its own address, without the gateways before it. `form` is that of its
    interface, if not the one in force.
    """

    partner: str
    url: str
    bindings: Path | None = None
    allow_writes: bool = False
    requests: int = 20
    access_checks: bool = True
    direct: bool = False
    form: str | None = None


def verify(kit: Registry, wish: VerifyOptions, on_event: Listener) -> list[CheckResult]:
    """Verify, emitting every event; `RegistryError` if our side never calls the partner, `YamlError` for bindings."""
    kit = kit.in_forms({wish.partner: wish.form}) if wish.form else kit
    partner = kit.partner(wish.partner)
    if not partner.provider or not partner.provider.operations:
        raise RegistryError(_asks_nothing(kit, partner))
    recorded = recorded_examples(partner)
    if wish.direct:
        partner = without_gateways(kit, partner)
        recorded = [partner.bare_example(example) for example in recorded]
    bindings = load(kit, partner, wish.bindings, {example.name: example.bindable_fields for example in recorded})
    lab = Lab(kit)
    lab.system = nobody()
    peer = Connection(wish.url, bindings.connection)
    try:
        asking = VerifySession(lab, partner, peer, on_event)
        asking.addresses = bindings.addresses
        return _Verifying(asking, wish, bindings, recorded).run()
    finally:
        peer.close()


def _asks_nothing(kit: Registry, partner: Partner) -> str:
    """The error for a partner that answers nothing, with the commands to use instead."""
    ways = [f"partnerlab check-file {partner.name}/{name} FILE" for name in sorted(partner.layouts)]
    ways += [f"partnerlab verify {partner.name} --cis URL"] if partner.sends_to_us else []
    asked = f"our side asks nothing of {partner.name} over HTTP; it asks: {', '.join(_asked(kit))}"
    return "\n".join([asked, f"prove {partner.name} by", *(f"  {way}" for way in ways)])


def _asked(kit: Registry) -> Iterator[str]:
    return (partner.name for partner in kit.partners.values() if partner.provider and partner.provider.operations)


class _Verifying:
    def __init__(
        self, asking: VerifySession, wish: VerifyOptions, bindings: PartnerTestData, recorded: list[Example]
    ) -> None:
        self._asking, self._wish, self._recorded = asking, wish, recorded
        self._partner: Partner = asking.partner
        self._preparing = RequestBuilder(asking.lab, asking.partner, bindings, wish.allow_writes)
        self._before = Preconditions(asking, bindings, self._probe)
        asking.ask_again = self._before.ask_again
        numbers = [str(value) for example in bindings.examples.values() for value in example.values()]
        self._access = self._access_control(bindings, wish) if wish.access_checks else None
        self._generating = generated_requests.GeneratedRequests(asking, wish.requests, wish.allow_writes, numbers)

    def run(self) -> list[CheckResult]:
        asking, name = self._asking, self._partner.name
        operations = [o for o in self._operations() if not o.gives]
        guarded = self._access.operations() if self._access else []
        count = 1 + len(self._recorded) + len(operations) + len(guarded) + bool(guarded)
        asking.on_event(check_events.run_started(asking.peer.where, "verify", count))
        title = {"en": f"{name}: preconditions", "th": f"{name}: ตรวจความพร้อมก่อนตัดสิน"}
        asking.check(f"{name}/before", title, self._wish.url, self._before.steps(), proves=False)
        for example in self._recorded:
            asking.check(f"{name}/{example.id}", example.title, self._wish.url, self._steps(example))
        for operation in operations:
            steps = self._usable(self._generating.steps(operation))
            title = {"en": f"{operation.title['en']}: generated", "th": f"{operation.title['th']}: คำขอที่สร้างขึ้น"}
            asking.check(f"{name}/{operation.id}/generated", title, self._wish.url, steps)
        if self._access and guarded:
            check_access(asking, self._access, self._wish.url, guarded, self._usable)
        missing = not_exercised(self._operations(), asking.exercised)
        asking.on_event(check_events.run_finished(asking.outcomes) | {"not_exercised": missing})
        return asking.outcomes

    def _access_control(self, bindings: PartnerTestData, wish: VerifyOptions) -> AccessControl:
        """The operations of the partner, then those that give credentials, which are asked with nothing else."""
        asking, kit = self._asking, self._asking.lab.kit
        operations = [o for o in self._operations() if not o.gives]
        ready = partial(has_passed_example, asking, self._recorded)
        carried = [o for o in operations if not lacking_credentials(kit, self._partner, o, bindings.credentials)]
        own = AccessTarget(self._partner, carried, self._good_request, ready)
        givers = [
            AccessTarget(holder, [o for o in holder.provider.operations.values() if o.gives], self._giving_request)
            for holder in partner_and_gateway(kit, self._partner)
            if holder.provider
        ]
        return AccessControl(
            asking, [own, *givers], wish.allow_writes, lambda name: bindings.others.get(name, {}), LACKING_BINDINGS
        )

    def _giving_request(self, operation: Operation) -> GoodRequest:
        return GoodRequest(credentials_request(operation, self._asking.credentials))

    def _good_request(self, operation: Operation) -> GoodRequest:
        """An example that was answered well in this run, so that a refusal can only be for the credential."""
        example = passed_example(self._asking, self._recorded, operation)
        return GoodRequest(self._preparing.ready(example, self._asking.credentials).request)

    def _operations(self) -> list[Any]:
        return list(self._partner.provider.operations.values()) if self._partner.provider else []

    def _probe(self) -> None:
        """Send one example of each read-only operation until an answer proves that the contract is implemented."""
        asking, asked, lost = self._asking, set[str](), None
        for example in self._recorded:
            operation = example.operation
            if operation.id in asked or not operation.read_only:
                continue
            try:
                request = self._preparing.ready(example, asking.credentials).request
                exchange = asking.ask(self._partner, operation, request)
            except (Skip, Fail):  # what is not asked tells nothing
                continue
            except ConnectionFailed:  # silence is judged later
                return
            asked.add(operation.id)
            wrong = asking.wrong_address_failure(operation, exchange)
            if wrong is None:
                asking.drop_passed(exchange)  # whatever it says is judged later
                return
            lost = lost or wrong
        if lost:
            raise lost

    def _steps(self, example: Example) -> Iterator[Step]:
        return self._usable(iter([(example.title, partial(self._hold, example))]))

    def _usable(self, steps: Iterator[Step]) -> Iterator[Step]:
        for text, act in steps:
            yield text, act if self._before.usable else _not_asked

    def _hold(self, example: Example) -> None:
        """One example to its end: prepared, asked, and judged."""
        ready = self._preparing.ready(example, self._asking.credentials)
        check_example(self._asking, example, ready)


def _not_asked() -> None:
    raise Skip("not asked: the check before it did not pass", "ไม่ได้ถาม เพราะการตรวจความพร้อมไม่ผ่าน")
