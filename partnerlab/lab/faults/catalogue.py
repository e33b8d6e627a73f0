"""The faults there are, by name, and those that are set: on which partner and operation, how often, with what."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal

from partnerlab.contract.http.message import Answer
from partnerlab.errors import InputError
from partnerlab.lab.clock import Clock
from partnerlab.lab.faults import (
    answer_faults,
    connection_faults,
    delivery_faults,
    file_faults,
    limiting,
    timing_faults,
)
from partnerlab.lab.faults.scene import FaultContext
from partnerlab.world.calendar.durations import parse_duration

Place = Literal["answer", "delivery", "file", "way"]
"""What a fault strikes: an answer, a message or a file that is sent, or (`way`) either, in when it sets off."""


class FaultError(InputError):
    """A fault that does not exist, or is set in a way it cannot work."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One way of misbehaving: where it strikes, what does it, and the words it takes.

    `takes` names the type of each word. A kind with `when` strikes only the messages of which that is true.
    """

    name: str
    place: Place
    apply: Callable[..., Any]
    needs: frozenset[str]
    takes: dict[str, str]
    when: Callable[..., bool] | None


def _kind(place: Place, function: Callable[..., Any]) -> Kind:
    words = [p for p in inspect.signature(function).parameters.values() if p.kind is p.KEYWORD_ONLY]
    needs = frozenset(p.name for p in words if p.default is p.empty)
    name = function.__name__
    return Kind(name, place, function, needs, {p.name: str(p.annotation) for p in words}, _WHEN.get(name))


_FUNCTIONS: dict[Place, tuple[Callable[..., Any], ...]] = {
    "answer": (
        answer_faults.delay, answer_faults.silence, answer_faults.wrong_status, answer_faults.malformed_body,
        answer_faults.wrong_content_type, answer_faults.answers, answer_faults.error_in_200,
        connection_faults.connection_refused, connection_faults.connection_reset, connection_faults.truncated_body,
        limiting.rate_limit,
    ),
    "delivery": (delivery_faults.twice, delivery_faults.request_lost, delivery_faults.answer_lost),
    "file": (
        file_faults.truncated, file_faults.wrong_trailer, file_faults.wrong_field, file_faults.wrong_encoding,
        file_faults.half_upload, file_faults.left_twice, file_faults.replayed,
    ),
    "way": (timing_faults.late, timing_faults.overtaken),
}  # fmt: skip
_WHEN = {"rate_limit": limiting.beyond_limit}

KINDS: dict[str, Kind] = {
    kind.name: kind
    for place, functions in _FUNCTIONS.items()
    for kind in (_kind(place, function) for function in functions)
}


@dataclass(slots=True)
class Fault:
    """A kind that is set. `times` counts down; None means until it is taken away."""

    name: str
    kind: Kind
    partner: str
    operation: str | None = None
    times: int | None = None
    words: dict[str, Any] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)

    def fits(self, partner: str, operation: str) -> bool:
        alive = self.times is None or self.times > 0
        return alive and self.partner == partner and self.operation in (None, operation)

    def spend(self) -> None:
        if self.times is not None:
            self.times -= 1

    @property
    def breaks_contract(self) -> bool:
        """Whether what it does to a message is a broken contract on purpose."""
        return self.kind.name in _BREAKING


_BREAKING = (
    "wrong_status",
    "malformed_body",
    "wrong_content_type",
    "answers",
    "error_in_200",
    "rate_limit",
    "truncated",
    "wrong_trailer",
    "wrong_field",
    "wrong_encoding",
)


class Faults:
    """The faults that are set in a lab; chance comes from one seed."""

    def __init__(self, random: Random, clock: Clock) -> None:
        self.random, self._clock = random, clock
        self.listed: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self.listed.append(fault)

    def clear(self, partner: str | None = None) -> None:
        """Take away all faults, or one partner's."""
        self.listed = [fault for fault in self.listed if partner not in (None, fault.partner)]

    def strike(self, partner: str, operation: str, place: Place) -> list[Fault]:
        """The faults that strike this message now, each counted down."""
        if not self.listed:
            return []
        found = [f for f in self.listed if f.kind.place == place and f.fits(partner, operation) and self._strikes(f)]
        for fault in found:
            fault.spend()
        return found

    def around(self, call: Callable[[], Answer | None], faults: list[Fault]) -> Callable[[], Answer | None]:
        """`call` with every fault wrapped around it, the first innermost."""
        for fault in faults:
            call = _wrapped(fault, call, self._scene(fault))
        return call

    def _strikes(self, fault: Fault) -> bool:
        return fault.kind.when is None or fault.kind.when(self._scene(fault), **fault.words)

    def _scene(self, fault: Fault) -> FaultContext:
        return FaultContext(self.random, self._clock.now, fault.memory)

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.listed)

    def __len__(self) -> int:
        return len(self.listed)


def _wrapped(fault: Fault, call: Callable[[], Answer | None], scene: FaultContext) -> Callable[[], Answer | None]:
    return lambda: fault.kind.apply(call, scene, **fault.words)


def make(
    name: str,
    own: dict[str, Any],
    partner: str,
    operation: str | None,
    times: int | None,
    words: dict[str, Any],
) -> Fault:
    """A fault by its name: one of the partner's own (`faults.yaml`), or a general one."""
    definition = own.get(name, {})
    kind = KINDS.get(definition.get("kind", name))
    if kind is None:
        offered = ", ".join(sorted({*own, *KINDS}))
        raise FaultError(f"{partner} has no fault '{name}'; there are: {offered}")
    words = {**definition.get("with", {}), **words}
    if surplus := words.keys() - kind.takes.keys():
        raise FaultError(f"fault '{name}' does not know {sorted(surplus)}; it takes {sorted(kind.takes)}")
    if missing := kind.needs - words.keys():
        raise FaultError(f"fault '{name}' needs {sorted(missing)}")
    for word, value in words.items():
        if not str(value).startswith("$"):  # a name, whose value is not known yet
            _check(name, word, kind.takes[word], value)
    return Fault(name, kind, partner, operation or definition.get("operation"), times, words)


def _status(number: int) -> None:
    if not 200 <= number <= 999:
        raise ValueError(f"{number} is no status of an answer; it has three digits, the first from 2")


def _file_name(text: str) -> None:
    if not text or "/" in text:
        raise ValueError(f"'{text}' is no name of a file")


_TYPES = {"int": (int, "a whole number"), "str": (str, "text"), "bool": (bool, "true or false")}
_MEANING: dict[str, Callable[[Any], object]] = {
    "by": parse_duration,
    "per": parse_duration,
    "encoding": "".encode,
    "as_name": _file_name,
    "status": _status,
}


def _check(name: str, word: str, kind: str, value: Any) -> None:
    """A word's value, before it is used in the middle of something."""
    wanted, told = _TYPES.get(kind, (object, ""))
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise FaultError(f"fault '{name}' takes {told} as '{word}', not {value!r}")
    try:
        _MEANING.get(word, str)(value)
    except (ValueError, LookupError) as bad:
        raise FaultError(f"fault '{name}': {bad}") from None
