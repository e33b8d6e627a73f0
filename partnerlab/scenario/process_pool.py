"""Plays scenarios in several processes, each with its own lab; events come in the order of the scenarios."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from typing import Any

from partnerlab import interrupts
from partnerlab.errors import InputError
from partnerlab.lab.deployment import Deployment, load_references
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario import run_events
from partnerlab.scenario.language.scenario import Story
from partnerlab.scenario.met_elements import MetElements
from partnerlab.scenario.runner import Listener, Runner
from partnerlab.scenario.scenario_run import Outcome
from partnerlab.scenario.suite import exit_code
from partnerlab.world.people.name_lists import first_names, last_names

_PATIENCE = 10.0
"""Seconds for which a process may put away what it made before it is killed."""

Open = Callable[[], Deployment]
Event = dict[str, Any]
Played = tuple[list[Event], Outcome]


class WorkerEnded(RuntimeError):
    """A process that played scenarios is gone, or met a mistake of our own."""


def play_in_processes(
    kit: Registry,
    stories: Sequence[Story],
    open_lab: Open,
    processes: int,
    listener: Listener,
    bodies: bool,
    collect_met: bool = False,
) -> list[Outcome]:
    """Play every scenario as `play_scenarios` does, with the same events in the same order.

    No thread may run yet: the processes are forked.
    """
    begun = time.perf_counter()
    _load(kit, stories)
    outcomes: list[Outcome] = []
    ahead: dict[int, Played] = {}

    def tell(number: int) -> None:
        events, outcome = ahead.pop(number)
        outcomes.append(outcome)
        for event in events:
            listener(event)

    with _workers(stories, open_lab, processes, bodies, collect_met) as workers:
        started = [_answer(worker) for worker in workers]
        listener(started[0])
        try:
            for number, played in _played(workers, len(stories)):
                ahead[number] = played
                while len(outcomes) in ahead:
                    tell(len(outcomes))
        finally:
            for number in sorted(ahead):  # the run was broken off: nothing that was seen is lost
                tell(number)
    listener(run_events.run_finished(kit, outcomes, time.perf_counter() - begun, exit_code(outcomes)))
    return outcomes


def _load(kit: Registry, stories: Sequence[Story]) -> None:
    """Load once what each process would load for itself: the references' code, contracts, simulators and names."""
    load_references(name for story in stories for name in story.systems(kit))
    for name in {name for story in stories for name in story.parties()} & kit.partners.keys():
        partner = kit.partners[name]
        _ = partner.provider, partner.consumer, partner.layouts, partner.functions
    _ = first_names("M"), first_names("F"), last_names()


def _played(workers: list[Connection], count: int) -> Iterator[tuple[int, Played]]:
    """Hand out the scenarios one by one, and take each as it is done."""
    waiting = iter(range(count))
    busy: dict[Connection, int] = {}

    def give(worker: Connection) -> None:
        number = next(waiting, None)
        if number is not None:
            worker.send(number)
            busy[worker] = number

    for worker in workers:
        give(worker)
    while busy:
        ready = wait(list(busy))
        for worker in [worker for worker in busy if worker in ready]:
            told = _answer(worker)
            number = busy.pop(worker)
            give(worker)
            yield number, told


def _answer(worker: Connection) -> Any:
    """What a process says; its own trouble is raised here."""
    try:
        kind, told = worker.recv()
    except (EOFError, OSError):
        raise WorkerEnded("a process that played scenarios has ended before its time") from None
    if kind == "input":
        raise InputError(told)
    if kind == "broken":
        raise WorkerEnded(told)
    return told


@contextmanager
def _workers(
    stories: Sequence[Story], open_lab: Open, count: int, bodies: bool, collect_met: bool
) -> Iterator[list[Connection]]:
    """Processes that wait for numbers of scenarios; none outlives the block."""
    context = multiprocessing.get_context("fork")
    started: list[tuple[Any, Connection]] = []
    try:
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, stories, open_lab, bodies, collect_met), daemon=True)
            process.start()
            theirs.close()
            started.append((process, ours))
        yield [ours for _, ours in started]
    finally:
        with interrupts.uninterrupted:
            for process, ours in started:
                ours.close()
                process.terminate()
            for process, _ in started:
                process.join(_PATIENCE)
                process.kill()


def _work(parent: Connection, stories: Sequence[Story], open_lab: Open, bodies: bool, collect_met: bool) -> None:
    """One process: a lab, and the scenarios whose numbers come in. It ends with its parent, by SIGTERM or its death."""
    interrupts.leave_to_parent()
    try:
        _play(parent, stories, open_lab, bodies, collect_met)
    except (KeyboardInterrupt, EOFError, BrokenPipeError, ConnectionResetError):
        return
    except Exception as bad:
        parent.send(("input" if isinstance(bad, InputError) else "broken", f"{type(bad).__name__}: {bad}"))


def _play(parent: Connection, stories: Sequence[Story], open_lab: Open, bodies: bool, collect_met: bool) -> None:
    events: list[Event] = []
    with open_lab() as stage:
        parent.send(("ready", run_events.run_started(stage.lab, len(stories), stage.mode)))
        runner = Runner(stage.lab, events.append, bodies, MetElements() if collect_met else None)
        while (number := _next_number(parent)) is not None:
            ended = runner.run(stories[number])
            told = replace(ended, verdict=None, failed_step=None, personal=[], audit_log=None)
            parent.send(("played", (events, told)))
            events.clear()


def _next_number(parent: Connection) -> int | None:
    """The next scenario; None once the parent is gone, whose end of the pipe a later process may still hold."""
    family = os.getppid()
    while not parent.poll(1.0):
        if os.getppid() != family:
            return None
    number: int = parent.recv()
    return number
