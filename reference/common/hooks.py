"""The test hooks that both systems share: about, reset, clock, jobs, show. Never part of a real installation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from flask import Blueprint, Response, request
from sqlalchemy import Connection

from reference.common.clock import Clock, moment_of, stamp
from reference.common.database import Database
from reference.common.file_channels.channel import ChannelUnavailable
from reference.common.http_api import HttpError, json_answer, json_object
from reference.common.link import Link
from reference.common.scheduler import Scheduler
from reference.common.storage.store_outage import Moment, StoreOutage

FARTHEST = timedelta(days=366)
"""How far a clock that stands goes ahead at once: all work on the way is done while the caller waits."""


class Showing(Protocol):
    """What the hooks need to know of an adapter: the things in its memory that may be shown."""

    @property
    def shows(self) -> Mapping[str, Callable[[Link], dict[str, Any]]]: ...


class HookedSystem(Protocol):
    """The methods of a system that the hooks call."""

    @property
    def clock(self) -> Clock: ...
    @property
    def db(self) -> Database: ...
    @property
    def duties(self) -> Scheduler: ...
    @property
    def adapters(self) -> Mapping[str, Showing]: ...
    @property
    def links(self) -> Mapping[str, Link]: ...

    def advance_to(self, now: datetime) -> None:
        """Move the clock, doing the work that falls due on the way."""
        ...

    def reset(self) -> None:
        """Forget everything but the time."""
        ...


S = TypeVar("S", bound=HookedSystem)
Shown = dict[str, Any] | None
Job = Callable[[S, dict[str, Any]], int]
"""Does a piece of own work, given its arguments; how many things were done."""
Inspector = Callable[[S, Connection, str], Shown]
"""Finds a thing by its number or name."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of jobs: what is expected, in words, and whether a value fits. `fits` may raise HttpError itself."""

    expected: str
    fits: Callable[[Any], bool]


MOST_CALLS = 1_000
OUTAGE = {
    "lost": Argument("before or after a transaction", lambda value: value in set(Moment)),
    "calls": Argument(f"a whole number from 1 to {MOST_CALLS}", lambda value: _is_count(value)),
}
"""The arguments of `lose_store`."""


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_CALLS


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemHooks(Generic[S]):
    """What the hooks of one system are: its jobs with their arguments, and the things that can be shown.

    `refusals`: the HTTP status for each error of a job.
    """

    name: str
    version: str
    jobs: Mapping[str, Job[S]]
    arguments: Mapping[str, Argument]
    things: Mapping[str, Inspector[S]]
    refusals: Mapping[type[Exception], int] = field(default_factory=dict)


def hooks_blueprint(system: S, hooks: SystemHooks[S]) -> Blueprint:
    """Everything under /_test that both systems have."""
    blueprint = Blueprint("hooks", __name__, url_prefix="/_test")
    _add_outage(blueprint, system.db.outage)
    _add_state(blueprint, system, hooks)
    _add_work(blueprint, system, hooks)
    return blueprint


def _add_outage(blueprint: Blueprint, outage: StoreOutage) -> None:
    """Lose the store for partners' calls only; the hooks keep working."""

    @blueprint.before_app_request
    def begin() -> None:
        if request.blueprint != blueprint.name:
            outage.call_begins()

    @blueprint.teardown_app_request
    def end(_error: BaseException | None) -> None:
        outage.call_ends()


def lose_store(system: HookedSystem, given: dict[str, Any]) -> int:
    """Let the store be lost to the next calls, before a transaction of theirs or after its commit."""
    moment, calls = required(given, OUTAGE, "lost", "calls")
    system.db.outage.expect(Moment(moment), int(calls))
    return int(calls)


def _add_state(blueprint: Blueprint, system: S, hooks: SystemHooks[S]) -> None:
    @blueprint.get("/about")
    def about() -> Response:
        return json_answer({"name": hooks.name, "version": hooks.version})

    @blueprint.post("/reset")
    def reset() -> Response:
        system.reset()
        system.db.outage.end()
        return json_answer({})

    @blueprint.get("/show/<thing>")
    def show(thing: str) -> Response:
        key = request.args.get("id", "")
        with system.db.read() as db:
            shown = _show(system, hooks, db, thing, key)
        if shown is None:
            raise HttpError(404, f"no {thing} {key}; things: {', '.join(_things(system, hooks))}")
        return json_answer(shown)


def _add_work(blueprint: Blueprint, system: S, hooks: SystemHooks[S]) -> None:
    @blueprint.put("/clock")
    def clock() -> Response:
        system.advance_to(next_now(system.clock, json_object()))
        due = system.duties.next_due()
        return json_answer({"now": stamp(system.clock.now()), "next_due": due and stamp(due)})

    @blueprint.post("/jobs/<name>")
    def job(name: str) -> Response:
        if name not in hooks.jobs:
            raise HttpError(404, f"no job {name}; there are: {', '.join(hooks.jobs)}")
        arguments = _check_arguments(json_object(), hooks.arguments)
        with refusing({ChannelUnavailable: 502, **hooks.refusals}):
            return json_answer({"done": hooks.jobs[name](system, arguments)})


@contextmanager
def refusing(statuses: Mapping[type[Exception], int]) -> Iterator[None]:
    """Answer these errors with their text and HTTP status."""
    try:
        yield
    except tuple(statuses) as error:
        status = next(status for kind, status in statuses.items() if isinstance(error, kind))
        raise HttpError(status, str(error)) from error


def required(arguments: dict[str, Any], known: Mapping[str, Argument], *names: str) -> list[Any]:
    """The values of arguments that a job cannot do without."""
    for name in names:
        if name not in arguments:
            raise HttpError(400, f"{name}: expected {known[name].expected}, seen nothing")
    return [arguments[name] for name in names]


def _check_arguments(given: dict[str, Any], known: Mapping[str, Argument]) -> dict[str, Any]:
    """Each argument must be what it should be, also where this job does not need it."""
    if surplus := given.keys() - known.keys():
        raise HttpError(400, f"{', '.join(sorted(surplus))}: not known here; there are: {', '.join(sorted(known))}")
    for name, value in given.items():
        if not known[name].fits(value):
            raise HttpError(400, f"{name}: expected {known[name].expected}, seen {value!r}")
    return given


def _show(system: S, hooks: SystemHooks[S], db: Connection, thing: str, key: str) -> Shown:
    """A thing of the system, or what an adapter holds in memory (`<partner>.<thing>`); None when there is none."""
    if thing in hooks.things:
        return hooks.things[thing](system, db, key)
    partner, _, held = thing.partition(".")
    adapter = system.adapters.get(partner)
    shown = adapter.shows.get(held) if adapter is not None else None
    return shown(system.links[partner]) if shown is not None else None


def _things(system: S, hooks: SystemHooks[S]) -> list[str]:
    held = (f"{partner}.{thing}" for partner, adapter in system.adapters.items() for thing in adapter.shows)
    return [*hooks.things, *held]


def moment(name: str, text: Any) -> datetime:
    """A moment with its offset."""
    try:
        return moment_of(text)
    except (ValueError, TypeError, OverflowError):
        raise HttpError(400, f"{name}: expected a time such as 2026-11-23T09:00:00+07:00, seen {text!r}") from None


def next_now(clock: Clock, given: dict[str, Any]) -> datetime:
    """Where the clock is to be set: to a whole moment of this century, and never so far ahead that no answer comes."""
    if surplus := given.keys() - {"now"}:
        raise HttpError(400, f"{', '.join(sorted(surplus))}: not known here; there is: now")
    to = moment("now", given.get("now"))
    if not 2000 <= to.year <= 2099:
        raise HttpError(400, f"now: expected a Gregorian year from 2000 to 2099, seen {to.year}")
    if clock.stands and to > clock.now() + FARTHEST:
        farthest = f"at most {FARTHEST.days} days ahead of {stamp(clock.now())}"
        raise HttpError(409, f"now: expected {farthest}, seen {stamp(to)}; go there in several steps, or reset first")
    return to
