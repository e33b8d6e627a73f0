"""A lab made reachable: in process, over sockets, or for systems that run elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

from partnerlab import interrupts
from partnerlab.lab.channels.in_process_http import Wsgi, WsgiChannel, session
from partnerlab.lab.channels.ports import FIRST_PORT
from partnerlab.lab.channels.socket_http import HttpServer, UrlChannel
from partnerlab.lab.credentials import Credentials
from partnerlab.lab.environment import file_variables, variables
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.front.system_front import system_fronts
from partnerlab.lab.lab import Lab
from partnerlab.lab.our_side import CIS, RWC
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_log.captured_output import CapturedOutput
from partnerlab.lab.system_under_test import System


@dataclass
class Deployment:
    """A lab that can be reached, and what must be closed with it."""

    lab: Lab
    mode: str
    urls: dict[str, str] = field(default_factory=dict)
    listening: list[HttpServer] = field(default_factory=list)

    def close(self) -> None:
        with interrupts.uninterrupted:
            for server in self.listening:
                server.close()
            self.lab.close()

    def __enter__(self) -> Deployment:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()


def in_process(kit: Registry, seed: int = 1) -> Deployment:
    """Everything in this process: nested calls, no sockets but those of the drop-off and of mail."""
    lab = Lab(kit, seed)
    deployment = Deployment(lab, "in_process", {name: f"http://{name}.lab" for name in simulator_apps(lab)})
    file_exchange(lab).apps = web_apps = dict[str, Wsgi]()
    with closing_on_failure(deployment):
        http = session(simulator_apps(lab), web_apps)
        for name, make in REFERENCES.items():
            lab.systems.offer(name, partial(_in_process, deployment, name, make, http))
        lab.systems.cast([CIS])
    lab.in_forms = lambda other: in_process(other, seed).lab
    return deployment


def over_sockets(kit: Registry, seed: int = 1) -> Deployment:
    """The same over real HTTP, simulators and reference each on a port of its own."""
    deployment = serve_simulators(Lab(kit, seed), "sockets")
    with closing_on_failure(deployment):
        _offer_references(deployment)
        deployment.lab.systems.cast([CIS])
    deployment.lab.in_forms = partial(_beside, deployment, seed)
    return deployment


def _beside(deployment: Deployment, seed: int, kit: Registry) -> Lab:
    """The same over real HTTP with partners in other forms; its servers close with the first."""
    other = over_sockets(kit, seed)
    deployment.lab.resources.callback(other.close)
    return other.lab


def for_running_systems(
    kit: Registry, cis: str | None, seed: int = 1, port: int = FIRST_PORT, *, rwc: str | None = None,
    secret: str | None = None,
) -> Deployment:  # fmt: skip
    """Simulators served for the systems that run at these addresses; `Unreachable` if none does.

    The reference stands in for a system without an address, should a scenario need it. Passwords and host key of the
    servers for files are made of `secret`, else of the seed.
    """
    urls = {CIS: cis, RWC: rwc}
    foreign = [System(UrlChannel(url), name) for name, url in urls.items() if url]
    for system in foreign:
        system.greet()
    lab = Lab(kit, seed)
    if secret:
        lab.file_credentials = Credentials(secret)
    deployment = serve_simulators(lab, "cis", port=port)
    with closing_on_failure(deployment):
        _offer_references(deployment)
        for system in foreign:
            deployment.lab.systems[system.name] = system
    return deployment


def serve_simulators(lab: Lab, mode: str, host: str = "127.0.0.1", port: int = 0) -> Deployment:
    """Every simulator, by name, and the drop-off on a port each: `port` and those after it, or any that is free."""
    deployment = Deployment(lab, mode)
    with closing_on_failure(deployment):
        for name, at in ports(lab, port).items():
            server = HttpServer(simulator_apps(lab)[name], host, at if port else 0)
            deployment.listening.append(server)
            deployment.urls[name] = server.url
        file_exchange(lab).host, file_exchange(lab).port = host, port + len(simulator_apps(lab)) if port else 0
    return deployment


def ports(lab: Lab, first: int) -> dict[str, int]:
    """Which simulator has which port, from the first one on."""
    return {name: first + index for index, name in enumerate(sorted(simulator_apps(lab)))}


def control_port(lab: Lab, first: int) -> int:
    """The port of the control: behind the simulators and the servers for files."""
    return first + len(simulator_apps(lab)) + len(file_exchange(lab).kinds)


def front_ports(lab: Lab, first: int) -> dict[str, int]:
    """The ports at which partners' clients call our side's systems: behind the control."""
    return {system: control_port(lab, first) + 1 + index for index, system in enumerate(system_fronts(lab))}


@contextmanager
def closing_on_failure(deployment: Deployment) -> Iterator[None]:
    """Close what was set up so far if the rest fails."""
    try:
        yield
    except BaseException:
        deployment.close()
        raise


Reference = Callable[[dict[str, str], Any], Wsgi]


def reference(environment: dict[str, str], http: Any) -> Wsgi:
    """The reference CIS, which learns of the lab by environment variables, as any other system does."""
    from reference.cis.app import create_app
    from reference.cis.settings import settings_from

    app: Wsgi = create_app(settings_from(environment), http)
    return app


def reference_rwc(environment: dict[str, str], http: Any) -> Wsgi:
    """The reference RWC, told the same way."""
    from reference.rwc.app import create_app
    from reference.rwc.settings import settings_from

    app: Wsgi = create_app(settings_from(environment), http)
    return app


def work_reported_to(listener: Callable[[str, int], object]) -> AbstractContextManager[None]:
    """Let a listener hear how far long work of our references is, by its kind and how many pieces are done."""
    from reference.common.progress import reported_to

    return reported_to(listener)


REFERENCES: dict[str, Reference] = {CIS: reference, RWC: reference_rwc}


def load_references(names: Iterable[str]) -> None:
    """Load the code of these references, which processes that are forked afterwards then share."""
    for name in set(names) & REFERENCES.keys():
        import_module(f"reference.{name}.app")
        discovery = import_module("reference.common.discovery")
        discovery.adapters(import_module(f"reference.{name}.settings").PARTNERS)


def add_adapters(kit: Registry, folder: Path) -> None:
    """Let the references find the adapters in a folder, each named as its partner; in place of one of the same name."""
    for adapter in sorted(folder.iterdir()) if folder.is_dir() else ():
        system = kit.partner(adapter.name).system
        package = import_module(import_module(f"reference.{system}.settings").PARTNERS)
        if str(folder) not in package.__path__:
            package.__path__.insert(0, str(folder))


def _in_process(deployment: Deployment, name: str, make: Reference, http: Any) -> System:
    """A reference that starts with the first call, which loads its store and opens the file channels."""

    @cache
    def started() -> Wsgi:
        environment = variables(deployment.lab, deployment.urls) | file_variables(deployment.lab)
        return _heard(deployment.lab, name, partial(make, environment, http))

    return System(WsgiChannel(lambda *call: started()(*call), f"reference {name.upper()}"), name)


def _heard(lab: Lab, name: str, make: Callable[[], Wsgi]) -> Wsgi:
    """A reference whose log is searched for the people in play, from its start until the lab is closed."""
    output = CapturedOutput(name, lambda line: lab.log_findings.hear(name, line))
    output.open()
    lab.resources.callback(output.close)
    with output.listening():
        app = make()
    return output.listened(app)


def _offer_references(deployment: Deployment) -> None:
    """Our references over sockets, each started when a scenario first needs it."""
    patience = {f"{name.upper()}_TIMEOUT": "1" for name in REFERENCES}
    environment = variables(deployment.lab, deployment.urls) | file_variables(deployment.lab) | patience
    for name, make in REFERENCES.items():
        deployment.lab.systems.offer(name, partial(_over_sockets, deployment, name, make, environment))


def start_references(lab: Lab, urls: Mapping[str, str]) -> None:
    """Our references over sockets in place of every system that the lab was not told of, until it is closed."""
    environment = variables(lab, urls) | file_variables(lab)
    for name, make in REFERENCES.items():
        if name not in lab.systems:
            server = HttpServer(_heard(lab, name, partial(make, environment, None)))
            lab.resources.callback(server.close)
            lab.systems[name] = System(UrlChannel(server.url, largest=lab.limits.body), name)


def _over_sockets(deployment: Deployment, name: str, make: Reference, environment: dict[str, str]) -> System:
    deployment.listening.append(HttpServer(_heard(deployment.lab, name, partial(make, environment, None))))
    return System(UrlChannel(deployment.listening[-1].url), name)
