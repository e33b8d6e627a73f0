"""Verify a CIS or RWC: send it what the partner's simulator sends, as recorded in the partner's pacts.

The files that the partner leaves are played by the stories in which it leaves them, for what becomes of a file shows
later and elsewhere: in the answer file, in the books. The system is seeded and clocked through its test hooks, and
reaches the simulators and the drop-off where `partnerlab up` serves them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from copy import deepcopy
from functools import partial
from typing import Any

from partnerlab.conformance import check_events
from partnerlab.conformance.check_result import CheckResult
from partnerlab.conformance.pacts.examples import Example, recorded_examples
from partnerlab.conformance.pacts.provider_states import ProviderStates
from partnerlab.conformance.verify.checks.recorded_example import check_example
from partnerlab.conformance.verify.connection import Connection
from partnerlab.conformance.verify.prepared_request import PreparedRequest, credential_values, set_field
from partnerlab.conformance.verify.session import Step, VerifySession
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
from partnerlab.scenario.verdicts import Error, Fail, Skip, Text

Listener = Callable[[dict[str, Any]], None]


def verify_cis(kit: Registry, name: str, url: str, port: int, on_event: Listener) -> list[CheckResult]:
    """Verify, telling every event; `RegistryError` for a partner that sends our side nothing."""
    partner = kit.partner(name)
    if not partner.sends_to_us:
        sending = ", ".join(each.name for each in kit.partners.values() if each.sends_to_us)
        raise RegistryError(f"{name} sends nothing to our side; partners that send: {sending}")
    lab = Lab(kit)
    lab.system = nobody()
    with ExitStack() as open_:
        peer = Connection(url)
        open_.callback(peer.close)
        return _Verifying(VerifySession(lab, partner, peer, on_event, sends=True), port, open_).run()


class _Verifying:
    def __init__(self, asking: VerifySession, port: int, open_: ExitStack) -> None:
        self._asking, self._port, self._open = asking, port, open_
        self._states: ProviderStates | None = None

    def run(self) -> list[CheckResult]:
        asking, partner = self._asking, self._asking.partner
        recorded = recorded_examples(partner, sent=True)
        files = sorted(partner.sends_to_us & set(partner.layouts))
        stories = _stories_of(asking.lab.kit, partner.name, files)
        where, name = asking.peer.where, partner.name
        asking.on_event(check_events.run_started(where, "cis", 1 + len(recorded) + len(stories)))
        title = {"en": f"{name}: preconditions", "th": f"{name}: ตรวจความพร้อมก่อนตัดสิน"}
        asking.check(f"{name}/before", title, where, self._before(), is_precondition=True)
        for example in recorded:
            steps = iter([(example.title, partial(self._send, example))])
            asking.check(f"{name}/{example.id}", example.title, where, steps)
        for story in stories:
            self._play(story)
        asking.on_event(check_events.run_finished(asking.outcomes))
        return asking.outcomes

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
            found = deployments.for_running_systems(asking.lab.kit, where[CIS], port=self._port, rwc=where[RWC])
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
        if self._states is None:
            raise _not_sent()
        asking.credentials = self._states.prepare(asking.partner.name, example.recorded.given)
        request = deepcopy(example.recorded.request)
        for place, value in credential_values(example.recorded, asking.credentials):
            set_field(example.operation, request, place, value)
        check_example(asking, example, PreparedRequest(request, {}, frozenset()))
        if errors := asking.lab.failures.errors:
            where, bad = errors[0]
            raise Error(f"{where}: {bad!r}", f"ตัวจำลองขัดข้อง {where}: {bad!r}", blame="simulator") from bad


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
