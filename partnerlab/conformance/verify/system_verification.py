"""Verify a CIS or RWC: send it what the partner's simulator sends, as recorded in the partner's pacts.

The files that the partner leaves are played by the stories in which it leaves them, for what becomes of a file shows
later and elsewhere: in the answer file, in the books. The system is seeded and clocked through its test hooks, and
reaches the simulators and the drop-off where `partnerlab up` serves them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import Any

from partnerlab.conformance import check_events
from partnerlab.conformance.call_credentials import CallCredentials
from partnerlab.conformance.check_result import CheckResult
from partnerlab.conformance.pacts.examples import Example, recorded_examples
from partnerlab.conformance.pacts.provider_states import ProviderStates
from partnerlab.conformance.verify.checks.access_checks import (
    LACKING_LAB,
    check_access,
    has_passed_example,
    passed_example,
)
from partnerlab.conformance.verify.checks.access_control import AccessControl, AccessTarget, GoodRequest
from partnerlab.conformance.verify.checks.broken_request import check_broken_requests
from partnerlab.conformance.verify.checks.recorded_example import check_example
from partnerlab.conformance.verify.checks.second_payment import key_places, send_two_payments
from partnerlab.conformance.verify.connection import Connection
from partnerlab.conformance.verify.not_exercised import not_exercised
from partnerlab.conformance.verify.prepared_request import PreparedRequest, credential_values, set_field
from partnerlab.conformance.verify.session import Step, VerifySession
from partnerlab.contract.http.body import leaves
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.operation import Operation
from partnerlab.lab import deployment as deployments
from partnerlab.lab.channels.ports import PortTaken
from partnerlab.lab.lab import Lab
from partnerlab.lab.our_side import CIS, RWC, SYSTEMS
from partnerlab.lab.partners.partner import RegistryError
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import NoHooks, nobody
from partnerlab.scenario.language.scenario import Story
from partnerlab.scenario.language.scenario_loader import find, read
from partnerlab.scenario.runner import Runner
from partnerlab.scenario.verdicts import Error, Fail, Omit, Skip, Text

Listener = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class SystemVerifyOptions:
    """Which partner's messages are sent to which system, and how far one may go."""

    partner: str
    url: str
    port: int
    allow_writes: bool = False
    requests: int = 20
    access_checks: bool = True
    secret: str | None = None


def verify_cis(kit: Registry, wish: SystemVerifyOptions, on_event: Listener) -> list[CheckResult]:
    """Verify, telling every event; `RegistryError` for a partner that sends our side nothing."""
    name, partner = wish.partner, kit.partner(wish.partner)
    if not partner.sends_to_us:
        sending = ", ".join(each.name for each in kit.partners.values() if each.sends_to_us)
        raise RegistryError(f"{name} sends nothing to our side; partners that send: {sending}")
    lab = Lab(kit)
    lab.system = nobody()
    with ExitStack() as open_:
        peer = Connection(wish.url)
        open_.callback(peer.close)
        return _Verifying(VerifySession(lab, partner, peer, on_event, sends=True), wish, open_).run()


class _Verifying:
    def __init__(self, asking: VerifySession, wish: SystemVerifyOptions, open_: ExitStack) -> None:
        self._asking, self._wish, self._open = asking, wish, open_
        self._port, self._secret = wish.port, wish.secret
        self._recorded = recorded_examples(asking.partner, sent=True)
        self._states: ProviderStates | None = None

    def run(self) -> list[CheckResult]:
        asking, partner = self._asking, self._asking.partner
        access = self._access_control() if self._wish.access_checks else None
        guarded = access.operations() if access else []
        files = sorted(partner.sends_to_us & set(partner.layouts))
        stories = _stories_of(asking.lab.kit, partner.name, files)
        where, name = asking.peer.where, partner.name
        asking.on_event(check_events.run_started(where, "cis", self._count(stories, guarded)))
        title = {"en": f"{name}: preconditions", "th": f"{name}: ตรวจความพร้อมก่อนตัดสิน"}
        asking.check(f"{name}/before", title, where, self._before(), proves=False)
        for example in self._recorded:
            steps = iter([(example.title, partial(self._send, example))])
            asking.check(f"{name}/{example.id}", example.title, where, steps)
        for story in stories:
            self._play(story)
        for operation in self._operations():
            title = {"en": f"{operation.title['en']}: generated", "th": f"{operation.title['th']}: คำขอที่สร้างขึ้น"}
            asking.check(f"{name}/{operation.id}/generated", title, where, self._generated(operation))
        if access and guarded:
            check_access(asking, access, where, guarded, self._usable)
        asking.on_event(check_events.run_finished(asking.outcomes) | {"not_exercised": self._not_exercised(files)})
        return asking.outcomes

    def _not_exercised(self, files: list[str]) -> list[str]:
        """Operations and statuses that were not seen, and files whose stories did not pass."""
        passed = {outcome.name for outcome in self._asking.outcomes if outcome.verdict == "pass"}
        kit, name = self._asking.lab.kit, self._asking.partner.name
        left = [file for file in files if not any(story.id in passed for story in _stories_of(kit, name, [file]))]
        return [*not_exercised(self._operations(), self._asking.exercised), *left]

    def _count(self, stories: list[Story], guarded: list[Operation]) -> int:
        return 1 + len(self._recorded) + len(stories) + len(self._operations()) + len(guarded) + bool(guarded)

    def _operations(self) -> list[Operation]:
        document = self._asking.partner.consumer
        return list(document.operations.values()) if document else []

    def _generated(self, operation: Operation) -> Iterator[Step]:
        count = self._wish.requests
        text = {"en": f"{count} requests that break the contract", "th": f"คำขอ {count} ครั้งที่ไม่เป็นไปตามข้อกำหนดการเชื่อมต่อ"}
        yield text, partial(self._send_broken, operation)
        if key_places(operation):
            two = {"en": "two payments in a row", "th": "การชำระสองรายการติดกัน"}
            yield two, partial(self._send_two_payments, operation)

    def _send_two_payments(self, operation: Operation) -> None:
        if self._states is None:
            raise _not_sent()
        example = passed_example(self._asking, self._recorded, operation)
        send_two_payments(self._asking, self._states, example, self._prepared(example))

    def _send_broken(self, operation: Operation) -> None:
        """What has test hooks may be written to, and a message that breaks the contract changes nothing."""
        if not self._wish.requests:
            raise Omit("no requests are wanted: --requests 0", "ไม่ต้องการคำขอที่สร้างขึ้น: --requests 0")
        if self._states is None:
            raise _not_sent()
        good = self._good_request(operation)
        before = good.state()
        check_broken_requests(self._asking, operation, good.request, self._wish.requests)
        if good.state() != before:
            raise Fail(
                "what broke the contract was refused, and yet something was booked",
                "ระบบปฏิเสธคำขอที่ไม่เป็นไปตามข้อกำหนดการเชื่อมต่อ แต่ยังบันทึกรายการ",
                blame=self._asking.blame["answer"],
            )

    def _usable(self, steps: Iterator[Step]) -> Iterator[Step]:
        if self._states:
            yield from steps
        else:
            yield {"en": "wrong credentials", "th": "ข้อมูลยืนยันตัวตนที่ผิด"}, _skipped

    def _access_control(self) -> AccessControl:
        """In the partner's name; another partner's credentials at the same system are those of somebody else."""
        asking = self._asking
        ready = partial(has_passed_example, asking, self._recorded)
        target = AccessTarget(asking.partner, self._operations(), self._good_request, ready)
        return AccessControl(asking, [target], self._wish.allow_writes, self._wrong_credentials, LACKING_LAB)

    def _wrong_credentials(self, name: str) -> dict[str, str]:
        return CallCredentials(self._asking.lab).wrong_credentials(self._asking.partner, name)

    def _good_request(self, operation: Operation) -> GoodRequest:
        """A recorded message that was answered well in this run, with its states brought about once more."""
        example = passed_example(self._asking, self._recorded, operation)
        request = self._prepared(example)
        state = partial(self._held, request) if not operation.read_only else (lambda: None)
        return GoodRequest(request, state)

    def _held(self, request: Request) -> Any:
        """What the system holds of a request: the books, and what it shows by each text of the message."""
        system = self._asking.lab.systems[self._asking.partner.system]
        books = system.books() if self._asking.partner.system == CIS else None
        texts = sorted({str(field.value) for field in leaves("body", request.body)})
        return books, [system.show("request", text).status for text in texts]

    def _before(self) -> Iterator[Step]:
        where = self._asking.peer.where
        yield {"en": f"somebody answers at {where}", "th": f"มีระบบตอบที่ {where}"}, self._address
        yield {"en": "it has test hooks", "th": "มีจุดเชื่อมสำหรับทดสอบ"}, self._hooks

    def _address(self) -> None:
        self._asking.peer.greet()

    def _hooks(self) -> None:
        """Serve what the system will ask while it is asked, and see whether it can be seeded."""
        asking = self._asking
        where = {name: asking.peer.where if name == asking.partner.system else None for name in SYSTEMS}
        try:
            found = deployments.for_running_systems(
                asking.lab.kit, where[CIS], port=self._port, rwc=where[RWC], secret=self._secret
            )
            stage = self._open.enter_context(found)
        except PortTaken as bad:
            told = f"{bad}, as in `partnerlab up --env`"
            raise Fail(told, f"พอร์ต {self._port} ถูกใช้อยู่: {told}", blame="configuration") from None
        if not stage.lab.systems[asking.partner.system].hooked:
            raise NoHooks(f"the system at {asking.peer.where} has no test hooks, by which it is seeded: /_test/about")
        asking.lab = stage.lab
        self._states = ProviderStates(stage.lab)

    def _play(self, story: Story) -> None:
        """One story to its end; it tells of itself as in a run."""
        asking, title = self._asking, Text(story.title)
        if self._states is None:
            asking.check(story.id, title, asking.peer.where, iter([(title, _skipped)]))
            return
        ended = Runner(asking.lab, asking.on_event).run(story)
        reason = ended.verdict.reason if ended.verdict else None
        told = CheckResult(story.id, ended.word, ended.blame, reason, ended.steps, ended.exchanges, ended.seconds)
        asking.outcomes.append(told)

    def _send(self, example: Example) -> None:
        """One example: what it takes for given is brought about on both sides, then it is sent and judged."""
        asking = self._asking
        check_example(asking, example, PreparedRequest(self._prepared(example), {}, frozenset()))
        if errors := asking.lab.failures.errors:
            where, bad = errors[0]
            raise Error(f"{where}: {bad!r}", f"ตัวจำลองขัดข้อง {where}: {bad!r}", blame="simulator") from bad

    def _prepared(self, example: Example) -> Request:
        """The message with the partner's credentials, its states brought about on both sides."""
        asking = self._asking
        if self._states is None:
            raise _not_sent()
        asking.credentials = self._states.prepare(asking.partner.name, example.recorded.given)
        request = deepcopy(example.recorded.request)
        given = self._states.given(example.operation)
        for place, value in [*given.items(), *credential_values(example.recorded, asking.credentials)]:
            set_field(example.operation, request, place, value)
        return request


def _not_sent() -> Skip:
    return Skip("not sent: the check before it did not pass", "ไม่ได้ส่ง เพราะการตรวจความพร้อมไม่ผ่าน")


def _skipped() -> None:
    raise _not_sent()


def _stories_of(kit: Registry, partner: str, files: list[str]) -> list[Story]:
    """The kit's stories in which a partner leaves one of these files."""
    left = {f"{partner}.{operation}" for operation in files}
    root = kit.root / "scenarios"
    told = (read(file, kit, root) for file in find((root,))) if left else ()
    return [story for story in told if any(step.kind == "sends" and step.value in left for step in story.steps)]
