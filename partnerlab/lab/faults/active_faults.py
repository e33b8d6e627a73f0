"""The faults that are set in a lab: on which partner and operation, how often, with which words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random
from typing import Any

from partnerlab.contract.http.message import Answer
from partnerlab.lab.clock import Clock
from partnerlab.lab.faults.fault import Fault, FaultContext, FaultTarget


class ActiveFaults:
    """The faults that are set in a lab; their randomness comes from one seed."""

    def __init__(self, seed: int, clock: Clock) -> None:
        self.random, self._seed, self._clock = Random(seed), seed, clock
        self.listed: list[Fault] = []
        self.struck: set[tuple[str, str]] = set()
        """Partners with the faults of theirs that have struck."""

    def add(self, fault: Fault) -> None:
        self.listed.append(fault)

    def clear(self, partner: str | None = None) -> None:
        """Take away all faults, or one partner's."""
        self.listed = [fault for fault in self.listed if partner not in (None, fault.partner)]

    def strike(self, partner: str, operation: str, place: FaultTarget, step: str = "") -> list[Fault]:
        """The faults that strike this message, or this step of a visit, now; each counted down."""
        if not self.listed:
            return []
        near = [f for f in self.listed if f.kind.place == place and f.fits(partner, operation)]
        found = [fault for fault in near if self._strikes(fault, step)]
        for fault in found:
            fault.spend()
            self.struck.add((fault.partner, fault.name))
        return found

    def around(self, call: Callable[[], Answer | None], faults: list[Fault]) -> Callable[[], Answer | None]:
        """`call` with every fault wrapped around it, the first innermost."""
        for fault in faults:
            call = _wrapped(fault, call, self._context(fault))
        return call

    def reset(self) -> None:
        self.listed = []
        self.struck = set()
        self.random = Random(self._seed)

    def snapshot(self) -> Any:
        return deepcopy([_state(fault) for fault in self.listed]), self.random.getstate()

    def restore(self, state: Any) -> None:
        faults, random = state
        self.listed = [Fault(*values) for values in deepcopy(faults)]
        self.random.setstate(random)

    def busy(self) -> str | None:
        return None

    def run_due(self) -> int:
        return 0

    def _strikes(self, fault: Fault, step: str) -> bool:
        return fault.kind.when is None or fault.kind.when(self._context(fault, step), **fault.words)

    def _context(self, fault: Fault, step: str = "") -> FaultContext:
        return FaultContext(self.random, self._clock.now, fault.memory, step)

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.listed)

    def __len__(self) -> int:
        return len(self.listed)


def _wrapped(fault: Fault, call: Callable[[], Answer | None], context: FaultContext) -> Callable[[], Answer | None]:
    return lambda: fault.kind.apply(call, context, **fault.words)


def _state(fault: Fault) -> tuple[Any, ...]:
    return fault.name, fault.kind, fault.partner, fault.operation, fault.times, fault.words, fault.memory
