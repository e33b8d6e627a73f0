"""Plays a story in a lab, step by step, and tells what happens as a stream of events."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from partnerlab import interrupts
from partnerlab.errors import InputError, WorldError
from partnerlab.lab.agent_totals.day_comparison import ComparedDay
from partnerlab.lab.channels.channel import SystemCrashed, Unreachable
from partnerlab.lab.dropoff.unfinished_uploads import PART, UnfinishedUploads
from partnerlab.lab.faults.fault import FaultError
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.word_types import WordsError
from partnerlab.lab.system_under_test import HookFailed, NoHooks
from partnerlab.scenario import fixtures, run_events
from partnerlab.scenario.language.scenario import Step, Story
from partnerlab.scenario.language.time_expressions import UnknownTimeExpression
from partnerlab.scenario.language.variables import UnknownVariable
from partnerlab.scenario.met_elements import MetElements
from partnerlab.scenario.scenario_run import Outcome, ScenarioRun
from partnerlab.scenario.steps import STEPS
from partnerlab.scenario.story_rules.exact_requests import require_exactly
from partnerlab.scenario.story_rules.invariants import INVARIANTS, Invariant
from partnerlab.scenario.story_rules.step_activity import StepActivity
from partnerlab.scenario.verdicts import Error, Fail, Skip, Verdict

_LOOPBACK = "the lab's own servers on 127.0.0.1 cannot be reached; bring up the loopback (`ip link set lo up`)"
_SURROUNDINGS = {
    errno.ENETUNREACH: _LOOPBACK, errno.ENETDOWN: _LOOPBACK, errno.EHOSTUNREACH: _LOOPBACK,
    errno.EADDRNOTAVAIL: _LOOPBACK, errno.EMFILE: "this process may open no more files (`ulimit -n`)",
}  # fmt: skip
"""What may be wrong with the machine where the operating system names no file."""

Listener = Callable[[dict[str, Any]], None]


class Runner:
    """Plays stories in one lab, one after the other, each in a world of its own."""

    def __init__(
        self, lab: Lab, listener: Listener | None = None, bodies: bool = True, met: MetElements | None = None
    ) -> None:
        """`bodies`: whether the listener reads what was exchanged, or only how it went. `met` collects what is met."""
        self.lab = lab
        self._listener, self._bodies, self._met = listener, bodies, met

    def run(self, story: Story) -> Outcome:
        """Play one story to its end or to its first step that does not pass."""
        lab = self.lab.in_kit(self.lab.kit.in_forms(story.forms))
        if lab is not None and lab is not self.lab:
            return Runner(lab, self._listener, self._bodies, self._met).run(story)
        begun = time.perf_counter()
        play = ScenarioRun(self.lab, story)
        self._tell(lambda: run_events.scenario_started(self.lab, story))
        listen = self._listen(play)
        self.lab.journal.listeners.append(listen)
        try:
            verdict, step = self._play(play)
        finally:
            self.lab.journal.listeners.remove(listen)
        for missed in story.steps[play.step :] if verdict else ():
            self._tell(partial(run_events.step_not_reached, self.lab, story, missed))
        outcome = Outcome(
            story, verdict.word if verdict else "pass", verdict.blame if verdict else None, verdict, step,
            play.step, self.lab.journal.last, time.perf_counter() - begun,
            play.personal() if verdict else [], self._audit_log(),
            frozenset(self._met.of(self.lab, story)) if self._met and verdict is None else frozenset(),
        )  # fmt: skip
        self._tell(lambda: run_events.scenario_finished(outcome))
        return outcome

    def _play(self, play: ScenarioRun) -> tuple[Verdict | None, Step | None]:
        try:
            self._prepare(play)
        except Exception as bad:  # whatever goes wrong before the first step is told as a verdict
            return as_verdict(bad), None
        for step in play.story.steps:
            interrupts.raise_if_interrupted()
            play.step = step.number
            if verdict := self._step(play, step):
                return verdict, step
        return None, None

    def _prepare(self, play: ScenarioRun) -> None:
        lab, given = self.lab, play.story.given
        _require_forms(lab, play.story)
        lab.reset(play.story.start)
        play.names.update(fixtures.make(lab, given))
        for fixture in play.names.values():
            lab.personal_data.add(fixture)
        for name, scope in given.get("agreed", {}).items():
            partner, _, operation = name.partition(".")
            lab.narrowed_scope.narrow(partner, operation, scope)
        for item in given.get("states", []):
            STEPS["set_state"](play, Step("set_state", 0, 0, item["partner"], item))
        for item in given.get("faults", []):
            STEPS["set_fault"](play, Step("set_fault", 0, 0, item["partner"], item))
        for system in lab.systems.cast(play.story.systems(lab.kit)):
            if system.hooked:
                system.reset()
                system.set_clock(lab.clock.now)
        if accounts := fixtures.seed(play.names, given):
            lab.system.seed(accounts)

    def _step(self, play: ScenarioRun, step: Step) -> Verdict | None:
        lab, before, since = self.lab, self.lab.clock.now, self.lab.journal.last
        self._tell(lambda: run_events.step_started(lab, play.story, step))
        verdict: Verdict | None = None
        try:
            STEPS[step.kind](play, step)
            if step is play.story.steps[-1]:
                require_exactly(play)
                _look_for_unfinished_uploads(lab)
        except Exception as bad:  # told as a verdict: the run goes on with the next story
            verdict = as_verdict(bad)
        new = lab.journal.search(after=since)
        lab.log_findings.look_back()
        play.expected.look_through(lab, new)
        verdict = self._invariants(play, step, new) or verdict or _unmet(play, step)
        while play.drawn:
            self._tell(partial(run_events.plot, lab, play.story, step, play.drawn.pop(0)))
        if lab.clock.now != before:
            self._tell(lambda: run_events.clock(lab, play.story, step, before))
        self._tell(lambda: run_events.step_finished(play, step, verdict))
        return verdict

    def _invariants(self, play: ScenarioRun, step: Step, new: list[Exchange]) -> Verdict | None:
        """The first invariant that the step broke; a broken one explains more than the step's own expectation."""
        ends = step is play.story.steps[-1]
        acted = ends or step.kind in ("run_job", "advance")
        since = StepActivity(self.lab, new, acted=acted, ends=ends, forgotten=play.forgotten)
        verdict: Verdict | None = None
        for rule in INVARIANTS:
            verdict = _broken(rule, since)
            self._tell(partial(run_events.invariant, play.story, step, rule, verdict))
            if verdict is not None:
                break
        if since.ends and (days := _days(since)):
            self._tell(lambda: run_events.reconciliation(play, days))
        return verdict

    def _audit_log(self) -> dict[str, Any] | None:
        """The head of our side's record of look-ups, where an office has asked: by it the record is verified later."""
        partners = self.lab.kit.partners
        askers = {name for name, partner in partners.items() if partner.can("asks_usage")}
        if self._listener is None or not any(exchange.sender in askers for exchange in self.lab.journal):
            return None
        try:
            shown = self.lab.system.show("audit_log", "all")
        except (NoHooks, Unreachable, SystemCrashed):
            return None
        is_shown = shown.status == 200 and isinstance(shown.body, dict)
        return {word: shown.body.get(word) for word in ("entries", "head")} if is_shown else None

    def _listen(self, play: ScenarioRun) -> Callable[[Exchange], None]:
        bodies = self._bodies

        def listen(exchange: Exchange) -> None:
            play.expected.hear(exchange)
            self._tell(lambda: run_events.exchange(self.lab, play.story, play.step, exchange, bodies))

        return listen

    def _tell(self, event: Callable[[], dict[str, Any]]) -> None:
        if self._listener is not None:
            self._listener(event())


def _require_forms(lab: Lab, story: Story) -> None:
    """Skip a scenario with another form of an interface if the system runs elsewhere: it knows one form."""
    for name, form in story.forms.items():
        if (told := lab.kit.partner(name).form) != form:
            raise Skip(
                f"the system under test is told that {name} has the form '{told}', the story is about '{form}'",
                f"ระบบที่ทดสอบใช้รูปแบบ '{told}' ของ {name} แต่สถานการณ์นี้เป็นรูปแบบ '{form}'",
                blame="configuration",
            )


def _days(since: StepActivity) -> list[ComparedDay]:
    """The days of each agent; none where our side cannot show them, which an invariant has told already."""
    try:
        return since.days
    except (HookFailed, Unreachable, SystemCrashed):
        return []


def _unmet(play: ScenarioRun, step: Step) -> Verdict | None:
    """At the end of a story: that a finding which it expects has not arisen."""
    try:
        if step is play.story.steps[-1]:
            play.expected.require()
    except Verdict as verdict:
        return verdict
    return None


def _broken(rule: Invariant, since: StepActivity) -> Verdict | None:
    try:
        rule.check(since)
    except Exception as bad:  # what a rule stumbles over is told like what it finds
        return as_verdict(bad)
    return None


def as_verdict(bad: Exception) -> Verdict:
    """Any exception as a verdict: what is not one already is the lab's own mistake or a missing hook."""
    if isinstance(bad, Verdict):
        return bad
    if isinstance(bad, NoHooks):
        return Skip(str(bad), f"ไม่สามารถทดสอบได้: {bad}", blame="configuration")
    if isinstance(bad, Unreachable):
        return Fail(str(bad), f"ติดต่อระบบที่ทดสอบไม่ได้: {bad}", blame="network")
    if isinstance(bad, SystemCrashed):
        return Fail(str(bad), f"ระบบที่ทดสอบทำงานผิดพลาด: {bad}", blame="system_under_test")
    if isinstance(bad, HookFailed):
        return Fail(str(bad), f"ระบบที่ทดสอบปฏิเสธคำสั่งทดสอบ: {bad}", blame="system_under_test")
    if isinstance(bad, UnknownVariable):
        return Error(str(bad), f"สถานการณ์ทดสอบอ้างชื่อที่ไม่มี: {bad}", blame="scenario")
    if isinstance(bad, FaultError):
        return Error(str(bad), f"ความผิดปกติที่กำหนดใช้กับไฟล์นี้ไม่ได้: {bad}", blame="scenario")
    if isinstance(bad, WordsError | WorldError | UnknownTimeExpression):
        return Error(str(bad), f"ข้อมูลในสถานการณ์ทดสอบใช้ไม่ได้: {bad}", blame="scenario")
    if isinstance(bad, InputError):
        return Error(str(bad), f"ข้อมูลในสถานการณ์ทดสอบใช้ไม่ได้: {bad}", blame="configuration")
    if isinstance(bad, OSError) and (where := bad.filename or _SURROUNDINGS.get(bad.errno or 0)):
        told = f"{where}: {bad.strerror}"
        return Error(told, f"ห้องทดสอบทำงานต่อไม่ได้: {told}", blame="configuration")
    text = f"{type(bad).__name__}: {bad}"
    verdict = Error(text, f"ห้องทดสอบขัดข้อง: {text}", blame="simulator")
    verdict.__cause__ = bad
    return verdict


def _look_for_unfinished_uploads(lab: Lab) -> None:
    """Report the uploads that still have their temporary name at the end of the scenario."""
    part = lab.parts.get(PART)
    if isinstance(part, UnfinishedUploads):
        part.tell()
