"""Where stories are played: a lab with a system under test, in process, over sockets, or with another's CIS."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from partnerlab import interrupts
from partnerlab.lab.channels.in_process_http import Wsgi, WsgiChannel, session
from partnerlab.lab.channels.socket_http import HttpServer, UrlChannel
from partnerlab.lab.environment import sftp_variables, variables
from partnerlab.lab.lab import Lab
from partnerlab.lab.our_side import CIS, RWC
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import System
from partnerlab.scenario import run_events
from partnerlab.scenario.language.scenario import Story
from partnerlab.scenario.runner import Listener, Runner
from partnerlab.scenario.scenario_run import Outcome

BASE_PORT = 8100


@dataclass
class Stage:
    """A lab ready to play in, and what must be closed behind it."""

    lab: Lab
    mode: str
    urls: dict[str, str] = field(default_factory=dict)
    listening: list[HttpServer] = field(default_factory=list)

    def play(self, stories: Iterable[Story], listener: Listener | None = None) -> list[Outcome]:
        """Play every story, telling the listener from the first to the last."""
        tell = listener or (lambda event: None)
        stories, begun = list(stories), time.perf_counter()
        tell(run_events.run_started(self.lab, len(stories), self.mode))
        runner = Runner(self.lab, listener)
        outcomes = [runner.run(story) for story in stories]
        seconds = time.perf_counter() - begun
        tell(run_events.run_finished(self.lab, outcomes, seconds, exit_code(outcomes)))
        return outcomes

    def close(self) -> None:
        with interrupts.held:
            for server in self.listening:
                server.close()
            self.lab.close()

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()


def exit_code(outcomes: Iterable[Outcome]) -> int:
    """0 if all that could be told is right, 1 if something is wrong or nothing could be told, 3 if the lab broke."""
    words = {outcome.word for outcome in outcomes}
    if "error" in words:
        return 3
    return 1 if words & {"fail", "not_received"} or "pass" not in words else 0


def in_process(kit: Registry, seed: int = 1) -> Stage:
    """Everything in this process: nested calls, no sockets but the file drop-off's."""
    lab = Lab(kit, seed)
    stage = Stage(lab, "in_process", {name: f"http://{name}.lab" for name in lab.simulators})
    apps = {f"{name}.lab": app for name, app in lab.simulators.items()}
    with closing_on_failure(stage):
        told, http = variables(lab, stage.urls) | sftp_variables(lab), session(apps)
        for name, make in REFERENCES.items():
            lab.systems.offer(name, partial(_in_process, name, make, told, http))
        lab.systems.cast([CIS])
    return stage


def over_sockets(kit: Registry, seed: int = 1) -> Stage:
    """The same over real HTTP, simulators and reference each on a port of its own."""
    stage = serve(Lab(kit, seed), "sockets")
    with closing_on_failure(stage):
        _offer_references(stage)
        stage.lab.systems.cast([CIS])
    return stage


def against(kit: Registry, cis: str | None, seed: int = 1, port: int = BASE_PORT, *, rwc: str | None = None) -> Stage:
    """Simulators served for the systems that run at these addresses; `Unreachable` if nobody does.

    The reference stands in for a system that has none, should a story need it.
    """
    told = {CIS: cis, RWC: rwc}
    foreign = [System(UrlChannel(url), name) for name, url in told.items() if url]
    for system in foreign:
        system.greet()
    stage = serve(Lab(kit, seed), "cis", port=port)
    with closing_on_failure(stage):
        _offer_references(stage)
        for system in foreign:
            stage.lab.systems[system.name] = system
    return stage


def serve(lab: Lab, mode: str, host: str = "127.0.0.1", port: int = 0) -> Stage:
    """Every simulator, by name, and the drop-off on a port each: `port` and those after it, or any that is free."""
    stage = Stage(lab, mode)
    with closing_on_failure(stage):
        for name, at in ports(lab, port).items():
            server = HttpServer(lab.simulators[name], host, at if port else 0)
            stage.listening.append(server)
            stage.urls[name] = server.url
        lab.filing.host, lab.filing.port = host, port + len(lab.simulators) if port else 0
    return stage


def ports(lab: Lab, first: int) -> dict[str, int]:
    """Which simulator has which port, from the first one on."""
    return {name: first + index for index, name in enumerate(sorted(lab.simulators))}


@contextmanager
def closing_on_failure(stage: Stage) -> Iterator[None]:
    """A stage that cannot be set up whole, for whatever reason, leaves nothing behind."""
    try:
        yield
    except BaseException:
        stage.close()
        raise


Reference = Callable[[dict[str, str], Any], Wsgi]


def reference(environment: dict[str, str], http: Any) -> Wsgi:
    """The reference CIS, told of the lab as any other system is: by environment variables."""
    from reference.cis.app import create_app
    from reference.cis.settings import settings_from

    app: Wsgi = create_app(settings_from(environment), http)
    return app


def reference_rwc(environment: dict[str, str], http: Any) -> Wsgi:
    """The reference RWC, told the same way."""
    from reference.rwc.app import create_app
    from reference.rwc.lab import settings_from

    app: Wsgi = create_app(settings_from(environment), http)
    return app


REFERENCES: dict[str, Reference] = {CIS: reference, RWC: reference_rwc}


def _in_process(name: str, make: Reference, told: dict[str, str], http: Any) -> System:
    return System(WsgiChannel(make(told, http), f"reference {name.upper()}"), name)


def _offer_references(stage: Stage) -> None:
    """Our references over sockets, each started when a story first needs it."""
    patience = {f"{name.upper()}_TIMEOUT": "1" for name in REFERENCES}
    told = variables(stage.lab, stage.urls) | sftp_variables(stage.lab) | patience
    for name, make in REFERENCES.items():
        stage.lab.systems.offer(name, partial(_over_sockets, stage, name, make, told))


def _over_sockets(stage: Stage, name: str, make: Reference, told: dict[str, str]) -> System:
    stage.listening.append(HttpServer(make(told, None)))
    return System(UrlChannel(stage.listening[-1].url), name)
