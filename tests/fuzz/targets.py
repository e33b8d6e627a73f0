"""Every OpenAPI document of the kit with the application that answers it in this process; found by folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

from partnerlab.conformance.call_credentials import CallCredentials
from partnerlab.conformance.pacts.provider_states import ProviderStates
from partnerlab.contract.http.document import OpenApiDocument
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import DEFAULT_START, Lab
from partnerlab.lab.our_side import CIS, SYSTEMS
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.signed_token import PUBLIC_KEY
from tests.fuzz.seeds import Seed, seeds_of
from tests.pacts.links import KIT, Link, links

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Bound = Callable[[str, str, bytes], str]
"""A header by its name and value, as it is for a body."""

HOOKS = "_test_hooks/hooks.openapi.yaml"


@dataclass(frozen=True)
class Target:
    """One document; `link` is missing where it is no partner's. `system` is of our side, and answers if nobody else."""

    document: OpenApiDocument
    link: Link | None = None
    system: str = CIS

    def __str__(self) -> str:
        whose = "" if self.system == CIS else f"-{self.system}"
        return self.document.name.removesuffix(".openapi.yaml") + whose

    @property
    def kit(self) -> Registry:
        """The kit in which the partner's interface has the form of this document."""
        return self.link.kit if self.link else KIT

    @property
    def simulated(self) -> bool:
        """Whether a simulator answers, not our side."""
        return self.link is not None and self.link.asked


@dataclass(frozen=True)
class Aim:
    """One operation of one document."""

    target: Target
    operation: Operation

    def __str__(self) -> str:
        return f"{self.target}-{self.operation.id}"


def targets() -> list[Target]:
    """Every partner's documents, and the test hooks of each system."""
    hooks = [Target(OpenApiDocument(KIT.documents, HOOKS), system=name) for name in SYSTEMS]
    return [*(Target(link.document, link) for link in links()), *hooks]


def aims() -> list[Aim]:
    found = [Aim(target, operation) for target in targets() for operation in target.document.operations.values()]
    return [aim for aim in found if aim.target.system in _systems(aim)]


def _systems(aim: Aim) -> list[str]:
    """Which systems of our side have an operation: all, unless the contract says."""
    item = KIT.documents.document(aim.target.document.name)["paths"][aim.operation.path]
    told: list[str] = item[aim.operation.method.lower()].get("x-systems", list(SYSTEMS))
    return told


class Range:
    """A stage on which documents are fired at: who answers is put into a known state first."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self._states, self._keys = ProviderStates(lab), CallCredentials(lab)

    def of(self, target: Target) -> Range:
        """The same where partners have the form of their interface that a document is of."""
        lab = self.lab.in_kit(target.kit)
        assert lab is not None
        return self if lab is self.lab else Range(lab)

    def ours(self, target: Target) -> Any:
        """The reference as a WSGI application."""
        self.lab.systems.cast([CIS, target.system])
        return self.lab.systems[target.system].channel._app  # type: ignore[attr-defined]

    def app(self, target: Target, headers: Mapping[str, str] | Callable[[], Mapping[str, str]]) -> Wsgi:
        """Who answers a document, with headers that every call gets; made anew for each, where a key is good once."""
        link = target.link
        found = (
            simulator_apps(self.lab)[link.partner.behind or link.partner.name]
            if link and link.asked
            else self.ours(target)
        )
        return _with_headers(found, headers, self._binder(target))

    def _binder(self, target: Target) -> Bound | None:
        """What makes a token of the body that the fuzzer made, where tokens are of a body."""
        operations = target.document.operations.values()
        names = {each.key: each.credential for o in operations for each in o.parameters if each.binds_body}
        if not names or not target.link or target.simulated:
            return None
        bind = partial(self._keys.bound, target.link.partner)
        return lambda key, value, body: bind(str(names[key]), value, body) if key in names else value

    def ready(self, target: Target, given: Iterable[Any] = ()) -> None:
        """Everything forgotten, and what is given entered."""
        if target.link is None:
            self.lab.reset(DEFAULT_START)
            self.lab.systems.cast([CIS, target.system])
            self.lab.systems[target.system].reset()
            self.lab.systems[target.system].set_clock(self.lab.clock.now)
        else:
            self._states.prepare(target.link.partner.name, given)

    def keys(self, target: Target, operation: Operation) -> dict[str, str]:
        """The headers with keys and tokens, valid now, that an operation asks for."""
        return self._keys.credentials_in(target.link.partner, operation, "header") if target.link else {}

    def keys_of_each(self, target: Target, operation: Operation) -> Mapping[str, str] | Callable[[], Mapping[str, str]]:
        """The same for many calls: a signature is good once, what the call ends is gone, all else good for all."""
        once = bool(operation.ends) or any(name.endswith(PUBLIC_KEY) for name in operation.credentials.values())
        return partial(self.keys, target, operation) if once else self.keys(target, operation)

    def body_keys(self, target: Target) -> dict[str, str]:
        """The keys that stand in the bodies of a document's requests, by the names of their marks."""
        operations = target.document.operations.values()
        names = {name for operation in operations for name in operation.body_credentials.values()}
        return {name: self._keys.credential(target.link.partner, name) for name in names} if target.link else {}

    def seeds(self, target: Target) -> dict[str, list[Seed]]:
        if target.link is None:
            return {}
        return seeds_of(target.link, self._keys.all_credentials(target.link.partner))


def _with_headers(app: Wsgi, headers: Mapping[str, str] | Callable[[], Mapping[str, str]], bound: Bound | None) -> Wsgi:
    """The same with these headers; each leaves as `bound` makes it for the body."""

    def sent(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        given = headers() if callable(headers) else headers
        found = environ | {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in given.items()}
        if bound is not None:
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            found["wsgi.input"] = BytesIO(body)
            for key in [key for key in found if key.startswith("HTTP_")]:
                found[key] = bound(key.removeprefix("HTTP_").replace("_", "-").lower(), found[key], body)
        return app(found, start_response)

    return sent
