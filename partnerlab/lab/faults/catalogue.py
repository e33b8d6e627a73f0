"""The faults there are, by name, and those that are set: on which partner and operation, how often, with what."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal

from partnerlab.contract.message import Answer
from partnerlab.lab.durations import seconds
from partnerlab.lab.faults import answering, delivering, files

Place = Literal["answer", "delivery", "file"]


class FaultError(Exception):
    """A fault that does not exist, or is set in a way it cannot work."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One way of misbehaving: where it strikes, what does it, and the words it takes."""

    name: str
    place: Place
    apply: Callable[..., Any]
    needs: frozenset[str]
    takes: frozenset[str]


def _late(*, by: str) -> float:
    """Leaves now and arrives later: the delivery waits on the clock."""
    return seconds(by)


def _kind(place: Place, function: Callable[..., Any]) -> Kind:
    words = [p for p in inspect.signature(function).parameters.values() if p.kind is p.KEYWORD_ONLY]
    needs = frozenset(p.name for p in words if p.default is p.empty)
    return Kind(function.__name__.lstrip("_"), place, function, needs, frozenset(p.name for p in words))


_ANSWERING = (
    answering.delay, answering.silence, answering.wrong_status, answering.malformed_body,
    answering.answers, answering.error_in_200,
)  # fmt: skip
_DELIVERING = (delivering.twice, delivering.request_lost, delivering.answer_lost, _late)
_FILES = (files.truncated, files.wrong_trailer, files.wrong_field, files.left_twice, files.replayed)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for place, functions in (("answer", _ANSWERING), ("delivery", _DELIVERING), ("file", _FILES))
    for kind in (_kind(place, function) for function in functions)  # type: ignore[arg-type]
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
    "answers",
    "error_in_200",
    "truncated",
    "wrong_trailer",
    "wrong_field",
)


class Faults:
    """The faults that are set in a lab; chance comes from one seed."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._set: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._set.append(fault)

    def clear(self, partner: str | None = None) -> None:
        """Take away all faults, or one partner's."""
        self._set = [fault for fault in self._set if partner not in (None, fault.partner)]

    def strike(self, partner: str, operation: str, place: Place) -> list[Fault]:
        """The faults that strike this message now, each counted down."""
        if not self._set:
            return []
        found = [f for f in self._set if f.kind.place == place and f.fits(partner, operation)]
        for fault in found:
            fault.spend()
        return found

    def around(self, call: Callable[[], Answer | None], faults: list[Fault]) -> Callable[[], Answer | None]:
        """`call` with every fault wrapped around it, the first innermost."""
        for fault in faults:
            call = _wrapped(fault, call, self.random)
        return call

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._set)

    def __len__(self) -> int:
        return len(self._set)


def _wrapped(fault: Fault, call: Callable[[], Answer | None], random: Random) -> Callable[[], Answer | None]:
    return lambda: fault.kind.apply(call, random, **fault.words)


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
    if surplus := words.keys() - kind.takes:
        raise FaultError(f"fault '{name}' does not know {sorted(surplus)}; it takes {sorted(kind.takes)}")
    if missing := kind.needs - words.keys():
        raise FaultError(f"fault '{name}' needs {sorted(missing)}")
    return Fault(name, kind, partner, operation or definition.get("operation"), times, words)
