"""The system under test as the lab sees it: where messages go, and the hooks that seed, clock and question it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab.channels.channel import HttpChannel, Unreachable
from partnerlab.lab.clock import aware
from partnerlab.yamlio import in_json

HOOKS = "/_test"
_SHOWN = 200
"""Characters of an answer that a message shows."""


class NoHooks(Exception):
    """The system under test does not offer the test hook that a step needs."""


class HookFailed(Exception):
    """The system under test refused what a test hook asked of it; `status` is what it answered, if that says so."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class System:
    """A system of our side: the reference, or a foreign one."""

    def __init__(self, channel: HttpChannel, name: str = "cis") -> None:
        self.channel, self.name = channel, name
        self._hooked: bool | None = None
        self._told: tuple[datetime, datetime | None] | None = None

    def call(self, message: Request) -> Answer:
        """Carry a request there; whatever it did may have given the system something to do."""
        self._told = None
        return self.channel.call(message)

    def was_called(self) -> None:
        """Somebody else has called it, which may have given it something to do."""
        self._told = None

    @property
    def hooked(self) -> bool:
        """Whether the system offers the test hooks; asked once."""
        if self._hooked is None:
            about = self.call(wire.request("GET", f"{HOOKS}/about"))
            self._hooked = about.status == 200 and isinstance(about.body, dict) and "name" in about.body
        return self._hooked

    @property
    def is_clocked(self) -> bool:
        """Whether it is known to offer the hooks, by which the lab sets its clock; asks nothing."""
        return self._hooked is True

    def greet(self) -> None:
        """Check that the system answers, before anything is sent; raises `Unreachable` with the address if not."""
        _ = self.hooked

    def reset(self) -> None:
        self._hook("POST", "reset", {})

    def set_clock(self, now: datetime) -> datetime | None:
        """Set its clock, upon which it does the work that is due; returns when it next has work.

        A system that has this time already and got no message since is not called again.
        """
        if self._told is None or self._told[0] != now:
            told = self._hook("PUT", "clock", {"now": now.isoformat()})
            self._told = (now, _next_due(told))
        return self._told[1]

    def seed(self, accounts: list[dict[str, Any]]) -> None:
        self._hook("POST", "seed", {"accounts": accounts})

    def job(self, name: str, words: dict[str, Any]) -> Any:
        """Let it do a job now, which a person or its own schedule would start."""
        return self._hook("POST", f"jobs/{name}", in_json(words))

    def show(self, thing: str, identifier: str) -> Answer:
        """What it knows of a request, an account, a payment …; 404 where it knows nothing."""
        self._need(f"show/{thing}")
        return self.channel.call(wire.request("GET", f"{HOOKS}/show/{thing}", query=f"id={identifier}"))

    def books(self) -> dict[str, Any]:
        """Where all money stands, in satang."""
        told = self._told
        found = self._hook("GET", "books", None)
        self._told = told
        return _books(found)

    def _hook(self, method: str, path: str, body: Any) -> Any:
        self._need(path)
        raw = b"" if body is None else wire.encode(body, wire.JSON)
        headers = {"content-type": wire.JSON} if raw else {}
        answer = self.call(wire.request(method, f"{HOOKS}/{path}", headers=headers, raw=raw))
        if answer.status >= 400:
            told = answer.raw.decode("utf-8", "replace")
            raise HookFailed(f"{method} {HOOKS}/{path} was answered {answer.status}: {told}", answer.status)
        if answer.undecodable:
            raise HookFailed(f"the answer of {method} {HOOKS}/{path} does not decode: {answer.undecodable}")
        return answer.body

    def _need(self, path: str) -> None:
        if not self.hooked:
            raise NoHooks(f"the system at {self.channel.where} has no test hook {HOOKS}/{path.split('/')[0]}")


def _next_due(told: Any) -> datetime | None:
    try:
        return aware(datetime.fromisoformat(told["next_due"])) if told.get("next_due") else None
    except (AttributeError, TypeError, ValueError, OverflowError):
        raise _unusable("PUT", "clock", "an object whose next_due is a moment that exists, or null", told) from None


_BUCKETS = ("received", "reversed", "applied", "deposits", "suspense")


def _books(told: Any) -> dict[str, Any]:
    agents = told.get("by_agent") if isinstance(told, dict) else None
    sums = list(agents.values()) if isinstance(agents, dict) else [] if agents is None else [agents]
    if _holds(told, _BUCKETS) and all(_holds(each, _BUCKETS[:2]) for each in sums):
        return dict(told)
    raise _unusable("GET", "books", f"an object with whole numbers of satang: {', '.join(_BUCKETS)}", told)


def _holds(told: Any, names: tuple[str, ...]) -> bool:
    return isinstance(told, dict) and all(type(told.get(name)) is int for name in names)


def _unusable(method: str, path: str, expected: str, told: Any) -> HookFailed:
    return HookFailed(f"{method} {HOOKS}/{path} is answered with {expected}; seen {str(told)[:_SHOWN]}")


class _Nowhere:
    where = "nowhere"

    def call(self, message: Request) -> Answer:
        raise Unreachable("no system under test is connected")

    def close(self) -> None:
        """Nothing is open."""


def is_nobody(system: System) -> bool:
    """Whether the lab does not know where to send."""
    return isinstance(system.channel, _Nowhere)


def nobody(name: str = "cis") -> System:
    """The place of a system under test that calls the lab, and that the lab does not know how to call."""
    system = System(_Nowhere(), name)
    system._hooked = False
    return system
