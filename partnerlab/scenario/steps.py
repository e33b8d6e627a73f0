"""The action of each kind of step. A step that does not pass raises its verdict."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from partnerlab.lab.channels.in_process_http import WsgiChannel
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.faults.fault import Fault
from partnerlab.lab.journal import Exchange, numbers
from partnerlab.lab.system_under_test import HookFailed
from partnerlab.scenario.expectations import answer_view, exchange_view
from partnerlab.scenario.language import variables
from partnerlab.scenario.language.matchers import Criterion, compare
from partnerlab.scenario.language.scenario import Step
from partnerlab.scenario.language.time_expressions import moment
from partnerlab.scenario.scenario_run import ScenarioRun
from partnerlab.scenario.verdicts import Fail, NotReceived, Skip, Verdict
from partnerlab.schemas.validation import first_mistake
from partnerlab.world.calendar.durations import parse_duration


def sends(play: ScenarioRun, step: Step) -> None:
    """A partner sends, once or as often as the step says; what came back must match, each time."""
    _must_be_simulated(play, step)
    for _ in range(step.words.get("repeat", 1)):
        _send(play, step)


def _send(play: ScenarioRun, step: Step) -> None:
    lab = play.lab
    words = variables.resolve(step.words.get("with", {}), play.names)
    faults = [_delivery(play, step.party, item) for item in step.words.get("deliver", [])]
    sending = send(lab, step.party, step.operation or "", words, faults)
    if lab.failures.unreachable:
        raise Fail(lab.failures.unreachable, f"ติดต่อระบบที่ทดสอบไม่ได้: {lab.failures.unreachable}", blame="network")
    if sending.exchanges:
        exchange = sending.exchanges[-1]
        play.claimed.add(exchange.number)
        _must_match(play, step, exchange)
        _capture(play, step, exchange)
    elif not sending.pending:
        raise Fail(f"{step.value} sent nothing", f"{step.value} ไม่ได้ส่งข้อความใด", blame="simulator")


def receives(play: ScenarioRun, step: Step) -> None:
    """A partner has been asked or told, now or within the window; each exchange serves one step only."""
    wanted = int(step.words.get("times", 1))
    found = _wait(play, step, lambda: _matching(play, step), wanted)
    if len(found) < wanted:
        raise _not_received(play, step, found, wanted)
    if "times" in step.words and len(found) > wanted:
        raise Fail(
            f"{step.party} received {step.operation} {len(found)} times: {numbers(found)}",
            f"{step.party} ได้รับ {step.operation} {len(found)} ครั้ง",
            blame="system_under_test", expected=f"exactly {wanted}", actual=str(len(found)),
        )  # fmt: skip
    for exchange in found[:wanted]:
        play.claimed.add(exchange.number)
        _capture(play, step, exchange)


def receives_nothing(play: ScenarioRun, step: Step) -> None:
    """A partner is not asked, until now or until the window closes."""
    if within := step.words.get("within"):
        play.lab.advance(play.lab.clock.now + timedelta(seconds=parse_duration(within)))
    if found := _matching(play, step):
        raise Fail(
            f"{step.value} was asked although it must not be: {found[0].name}",
            f"{step.value} ถูกเรียกทั้งที่ต้องไม่ถูกเรียก",
            blame="system_under_test", expected="nothing", actual=found[0].request.line,
        )  # fmt: skip


def advance(play: ScenarioRun, step: Step) -> None:
    """Time passes."""
    play.lab.advance(moment(step.value, play.lab.clock.now, play.lab.kit.cut_offs))


def run_job(play: ScenarioRun, step: Step) -> None:
    """Our side does a job, or refuses it with the status that is expected."""
    words = variables.resolve(step.words.get("with", {}), play.names)
    expected = step.words.get("refused")
    try:
        play.lab.systems[step.party].job(step.operation or "", words)
    except HookFailed as failure:
        if expected is None or failure.status != expected:
            raise
    else:
        _must_not_be_expected_refused(step)
    play.lab.run_due_work()


def _must_not_be_expected_refused(step: Step) -> None:
    if "refused" in step.words:
        raise Fail(
            f"{step.value} was done although it must be refused",
            f"{step.value} ทำได้ทั้งที่ต้องปฏิเสธ",
            blame="system_under_test", expected=f"refused with {step.words['refused']}", actual="done",
        )  # fmt: skip


def shows(play: ScenarioRun, step: Step) -> None:
    """Our side knows of a thing what it should."""
    identifier = str(variables.resolve(step.words["id"], play.names))
    answer = play.lab.systems[step.party].show(step.operation or "", identifier)
    view = {"answer": answer_view(answer)}
    _hold(play, step, view, f"{step.value} {identifier}")
    _keep(play, step, view)
    if "draw" in step.words:
        play.drawn.append(_plot(step, view["answer"]["body"]))


def _plot(step: Step, body: Any) -> Any:
    """What is to be drawn, if it can be."""
    if wrong := first_mistake(body, "plot"):
        raise Fail(f"{step.value} is no plot: {wrong}", f"{step.value} ไม่ใช่กราฟ: {wrong}", blame="system_under_test")
    return body


def set_state(play: ScenarioRun, step: Step) -> None:
    """A partner, or somebody in its registers, enters a named state."""
    _must_be_simulated(play, step)
    of = variables.resolve(step.words["of"], play.names) if "of" in step.words else None
    play.lab.set_state(step.party, step.words["state"], of)
    play.forgotten[step.party] = play.lab.journal.last


def set_fault(play: ScenarioRun, step: Step) -> None:
    """A partner begins to misbehave."""
    words = variables.resolve(step.words.get("with", {}), play.names)
    how = {key: step.words.get(key) for key in ("operation", "times")}
    play.lab.faults.add(play.lab.fault(step.party, step.words["fault"], **how, **words))


def clear_faults(play: ScenarioRun, step: Step) -> None:
    """A partner's faults end."""
    play.lab.faults.clear(step.party)


STEPS: dict[str, Callable[[ScenarioRun, Step], None]] = {
    step.__name__: step
    for step in (sends, receives, receives_nothing, advance, run_job, shows, set_state, set_fault, clear_faults)
}


def _must_be_simulated(play: ScenarioRun, step: Step) -> None:
    if play.lab.real_partners.covers(play.lab.kit.partner(step.party)):
        raise Skip(
            f"{step.party} is real in this run: it acts by itself and cannot be put into a state",
            f"{step.party} เป็นระบบจริงในการทดสอบนี้ จึงสั่งให้ส่งหรือกำหนดสถานะไม่ได้",
            blame="configuration",
        )


def _delivery(play: ScenarioRun, partner: str, item: Any) -> Fault:
    name, words = next(iter(item.items())) if isinstance(item, dict) else (item, {})
    return play.lab.fault(partner, name, times=1, **variables.resolve(words, play.names))


def _wait(play: ScenarioRun, step: Step, found: Callable[[], list[Exchange]], wanted: int) -> list[Exchange]:
    """What was found, letting the window's time pass until it is enough."""
    lab, exchanges = play.lab, found()
    if "within" not in step.words:
        return exchanges
    end = lab.clock.now + timedelta(seconds=parse_duration(step.words["within"]))
    while len(exchanges) < wanted and lab.clock.now < end:
        lab.advance(min(lab.next_due() or end, end))
        exchanges = found()
    return exchanges


def _candidates(play: ScenarioRun, step: Step) -> list[Exchange]:
    found = play.lab.journal.search(receiver=step.party, operation=step.operation)
    reached = (exchange for exchange in found if exchange.lost != "request")  # who refuses has received nothing
    return [exchange for exchange in reached if exchange.number not in play.claimed]


def _matching(play: ScenarioRun, step: Step) -> list[Exchange]:
    return [exchange for exchange in _candidates(play, step) if all(c.ok for c in _criteria(play, step, exchange))]


def _criteria(play: ScenarioRun, step: Step, exchange: Exchange) -> list[Criterion]:
    view = exchange_view(exchange)
    return [
        criterion
        for side in ("request", "answer")
        if side in step.words
        for criterion in compare(variables.resolve(step.words[side], play.names), view[side], side)
    ]


def _must_match(play: ScenarioRun, step: Step, exchange: Exchange) -> None:
    if "request" in step.words or "answer" in step.words:
        _hold(play, step, exchange_view(exchange), exchange.name)


def _hold(play: ScenarioRun, step: Step, view: dict[str, Any], what: str) -> None:
    sides = [side for side in ("request", "answer") if side in step.words]
    found = [c for s in sides for c in compare(variables.resolve(step.words[s], play.names), view[s], s)]
    wrong = [criterion for criterion in found if not criterion.ok]
    if wrong:
        raise Fail(
            f"{what}: {wrong[0].name} is not what was expected",
            f"{what}: {wrong[0].name} ไม่ตรงตามที่คาดไว้",
            blame="system_under_test",
            expected={criterion.name: criterion.expected for criterion in wrong},
            actual={criterion.name: criterion.seen for criterion in wrong},
            near_misses=[{"exchange": what, "criteria": [criterion.as_dict() for criterion in found]}],
        )


def _not_received(play: ScenarioRun, step: Step, found: list[Exchange], wanted: int) -> Verdict:
    """Nothing fitting arrived: what did, nearest first, each with every criterion."""
    near = sorted(
        (exchange for exchange in _candidates(play, step) if exchange not in found),
        key=lambda exchange: sum(not c.ok for c in _criteria(play, step, exchange)),
    )
    window = f" within {step.words['within']}" if "within" in step.words else ""
    count = f" ({len(found)} of {wanted})" if wanted > 1 else ""
    sides = {side: step.words[side] for side in ("request", "answer") if side in step.words}
    silent = _knows_nobody(play, step)
    return NotReceived(
        f"{step.party} did not receive {step.operation}{window}{count}{_NOBODY_CALLS[0] if silent else ''}",
        f"{step.party} ไม่ได้รับ {step.operation} ตามที่คาดไว้{count}{_NOBODY_CALLS[1] if silent else ''}",
        blame="configuration" if silent else "system_under_test",
        expected=variables.resolve(sides, play.names) or f"any {step.operation}",
        actual=f"{len(near)} other {step.operation} reached {step.party}" if near else "none at all",
        near_misses=[{"exchange": e.name, "criteria": [c.as_dict() for c in _criteria(play, step, e)]} for e in near],
    )


def _knows_nobody(play: ScenarioRun, step: Step) -> bool:
    """Whether our side may lack the addresses of its partners: it has called none, and was not started by us.

    Where its files come and go is asked of a file: whoever takes ours up knows that.
    """
    partner = play.lab.kit.partner(step.party)
    told_by_us = isinstance(play.lab.systems[partner.system].channel, WsgiChannel)
    if told_by_us or step.operation in partner.layouts or partner.name in file_exchange(play.lab).visited:
        return False
    return not play.lab.journal.search(sender=partner.system)


_NOBODY_CALLS = (
    "; our side has called no partner at all: does it know the addresses that `partnerlab up --env` prints?",
    " และระบบไม่ได้เรียกคู่เชื่อมโยงใดเลย โปรดตรวจสอบว่าระบบได้รับที่อยู่ตามที่ `partnerlab up --env` แสดงหรือไม่",
)


def _capture(play: ScenarioRun, step: Step, exchange: Exchange) -> None:
    if "capture" in step.words:
        _keep(play, step, exchange_view(exchange))


def _keep(play: ScenarioRun, step: Step, view: dict[str, Any]) -> None:
    for name, place in step.words.get("capture", {}).items():
        play.names[name] = variables.look_up(place, view)
