"""Our side, whoever built it, asked in a partner's name what the partner's simulator sends, as its pacts record it.

The system is seeded and clocked through its test hooks, and reaches the simulators where `partnerlab up` serves them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from copy import deepcopy
from functools import partial
from typing import Any

from partnerlab.conformance import events, examples
from partnerlab.conformance.asking import Asking, Step
from partnerlab.conformance.examples import Example, Ready, filled, put
from partnerlab.conformance.holding import hold
from partnerlab.conformance.outcome import Outcome
from partnerlab.conformance.peer import Peer
from partnerlab.conformance.provider_states import ProviderStates
from partnerlab.contract.message import Request
from partnerlab.lab.lab import Lab
from partnerlab.lab.registry import Kit, KitError
from partnerlab.lab.system import NoHooks, nobody
from partnerlab.scenario import stage as stages
from partnerlab.scenario.verdicts import Error, Skip, Text

Told = Callable[[dict[str, Any]], None]


def verify_cis(kit: Kit, name: str, url: str, port: int, told: Told) -> list[Outcome]:
    """Verify, telling every event; `KitError` for a partner that sends our side nothing."""
    partner = kit.partner(name)
    if not partner.sends:
        sending = ", ".join(each.name for each in kit.partners.values() if each.sends)
        raise KitError(f"{name} sends our side nothing; there send: {sending}")
    lab = Lab(kit)
    lab.system = nobody()
    with ExitStack() as open_:
        peer = Peer(url)
        open_.callback(peer.close)
        return _Verifying(Asking(lab, partner, peer, told, sends=True), port, open_).run()


class _Verifying:
    def __init__(self, asking: Asking, port: int, open_: ExitStack) -> None:
        self._asking, self._port, self._open = asking, port, open_
        self._states: ProviderStates | None = None

    def run(self) -> list[Outcome]:
        asking, partner = self._asking, self._asking.partner
        recorded = examples.of(partner, sent=True)
        files = sorted(partner.sends & set(partner.layouts))
        where, name = asking.peer.where, partner.name
        asking.tell(events.run_started(where, "cis", 1 + len(recorded) + len(files)))
        title = {"en": f"{name}: before anything is judged", "th": f"{name}: ตรวจความพร้อมก่อนตัดสิน"}
        asking.check(f"{name}/before", title, where, self._before(), beforehand=True)
        for example in recorded:
            steps = iter([(example.title, partial(self._send, example))])
            asking.check(f"{name}/{example.id}", example.title, where, steps)
        for operation in files:
            titles = partner.layouts[operation].model.title
            said: Text = {"en": titles["en"], "th": titles["th"]}
            asking.check(f"{name}/{operation}", said, where, iter([(said, _file)]))
        asking.tell(events.run_finished(asking.outcomes))
        return asking.outcomes

    def _before(self) -> Iterator[Step]:
        where = self._asking.peer.where
        yield {"en": f"somebody answers at {where}", "th": f"มีระบบตอบที่ {where}"}, self._address
        yield {"en": "it has test hooks", "th": "มีจุดเชื่อมสำหรับทดสอบ"}, self._hooks

    def _address(self) -> None:
        self._asking.peer.ask(Request("HEAD", "/"))

    def _hooks(self) -> None:
        """Serve what the system will ask while it is asked, and see whether it can be seeded."""
        asking = self._asking
        stage = self._open.enter_context(stages.against(asking.lab.kit, asking.peer.where, port=self._port))
        if not stage.lab.system.hooked:
            raise NoHooks(f"the system at {asking.peer.where} has no test hooks, by which it is seeded: /_test/about")
        asking.lab = stage.lab
        self._states = ProviderStates(stage.lab)

    def _send(self, example: Example) -> None:
        """One example: what it takes for given is brought about on both sides, then it is sent and judged."""
        if self._states is None:
            raise Skip("not sent: the check before it did not pass", "ไม่ได้ส่ง เพราะการตรวจความพร้อมไม่ผ่าน")
        asking = self._asking
        asking.credentials = self._states.prepare(asking.partner.name, example.recorded.given)
        request = deepcopy(example.recorded.request)
        for place, value in filled(example.recorded, asking.credentials):
            put(request, place, value)
        hold(asking, example, Ready(request, {}, frozenset()))
        if errors := asking.lab.errors:
            where, bad = errors[0]
            raise Error(f"{where}: {bad!r}", f"ตัวจำลองขัดข้อง {where}: {bad!r}", blame="simulator") from bad


def _file() -> None:
    raise Skip(
        "files are left by stories: partnerlab run --cis URL plays them",
        "ไฟล์ส่งโดยสถานการณ์ทดสอบ ใช้ partnerlab run --cis URL",
    )
