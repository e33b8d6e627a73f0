"""Classes to describe a partner's interactions: provider states, the sender, and the answer it can work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from partnerlab.conformance.pacts.provider_states import DONE, EXIST, PASSED, SENT, Given


@dataclass(frozen=True)
class Answered:
    """The answer that a pact records: every value stands for its type, but those named in `exactly` for themselves."""

    status: int = 200
    body: Any = None
    exactly: frozenset[str] = frozenset()
    media: str | None = None


@dataclass(frozen=True)
class Asked:
    """Our side's own client asks an operation.

    `act` gets the client, as `client(url, session)` beside it builds it, and the names of what is given.
    """

    description: str
    operation: str
    act: Callable[[Any, Mapping[str, Any]], None]
    answer: Answered
    given: tuple[Given, ...]


@dataclass(frozen=True)
class Sent:
    """A partner's simulator sends an operation; `words` fill its parameters, `then` looks at what it made of it."""

    description: str
    operation: str
    words: Mapping[str, Any]
    answer: Answered
    given: tuple[Given, ...]
    then: Callable[[Any, Mapping[str, Any]], None] = field(default=lambda lab, names: None)


def exist(**given: Any) -> Given:
    """People, companies, accounts and bills, by name."""
    return Given(EXIST, given)


def sent(operation: str, **words: Any) -> Given:
    """The partner has sent this before."""
    return Given(SENT, {"operation": operation, "with": words})


def passed(to: str) -> Given:
    """Time has passed."""
    return Given(PASSED, {"to": to})


def done(job: str, **words: Any) -> Given:
    """Our side has done this job."""
    return Given(DONE, {"job": job, "with": words})


def state(name: str, of: str | None = None) -> Given:
    """One of the partner's own named states."""
    return Given(name, {"of": of} if of else {})


def answered(status: int = 200, body: Any = None, *, exactly: str = "", media: str | None = None) -> Answered:
    """`exactly`: the names of the fields whose values matter, with blanks between."""
    return Answered(status, body, frozenset(exactly.split()), media)
