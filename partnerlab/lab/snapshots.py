"""A lab as it stood: taken under a name, brought back as often as wanted, each in milliseconds.

Partners' memories are kept as bytes and become objects again when somebody first looks. An exchange that is over does
not change, so the journal's are shared. The system under test has its own memory, which is not in here.
"""

from __future__ import annotations

import gc
import io
import marshal
import pickle
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from partnerlab.lab.faults import Fault
from partnerlab.lab.partners.partner_world import PartnerWorld

if TYPE_CHECKING:
    from partnerlab.lab.lab import Lab


class MessageInTransit(Exception):
    """Something has set off and not arrived: a moment that cannot be kept."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """One partner's world: what it remembers and its facts as bytes, and where its chance stands."""

    memory: bytes
    chance: Any

    @classmethod
    def of(cls, world: PartnerWorld) -> Frozen:
        return cls(_frozen((world.memory, world.facts), world), world.random.getstate())

    def thaw(self, into: PartnerWorld) -> None:
        """Make a new world what this one was."""
        into.memory, into.facts = _thawed(self.memory, into)
        into.random.setstate(self.chance)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything of a lab that a reset forgets."""

    now: datetime
    journal: Any
    agent_totals: Any
    overrides: Any
    faults: list[Fault]
    chance: Any
    worlds: dict[str, Frozen]
    errors: list[tuple[str, BaseException]]
    files: dict[str, bytes]


def take(lab: Lab) -> Snapshot:
    """The lab as it stands; `MessageInTransit` where something is under way."""
    _must_be_still(lab)
    return Snapshot(
        lab.clock.now,
        lab.journal.kept(),
        lab.agent_totals.kept(),
        lab.world.kept(),
        [_copied(fault) for fault in lab.faults],
        lab.faults.random.getstate(),
        lab.worlds.frozen(Frozen.of),
        list(lab.errors),
        lab.filing.files(),
    )


def restore(lab: Lab, found: Snapshot) -> None:
    """Make the lab what it was; whatever has happened since is forgotten."""
    lab.reset(found.now)
    with lab.lock:
        lab.journal.bring_back(found.journal)
        lab.agent_totals.bring_back(found.agent_totals)
    lab.world.bring_back(found.overrides)
    for fault in found.faults:
        lab.faults.add(_copied(fault))
    lab.faults.random.setstate(found.chance)
    lab.worlds.bring_back(found.worlds)
    lab.errors.extend(found.errors)
    lab.filing.bring_back(found.files)


def _must_be_still(lab: Lab) -> None:
    if due := lab.clock.next_due:
        raise MessageInTransit(f"something is due at {due.isoformat()}")
    if lab.held.anybody():
        raise MessageInTransit("a message waits to be overtaken")
    if lab.journal.under_way:
        raise MessageInTransit("an exchange is under way")
    if lab.filing.arrived:
        raise MessageInTransit("a file has arrived and is not taken up yet")


def _copied(fault: Fault) -> Fault:
    return replace(fault, words=deepcopy(fault.words), memory=deepcopy(fault.memory))


def _frozen(value: Any, world: PartnerWorld) -> bytes:
    """As bytes: plain data the quick way; what else a partner remembers with the population left out."""
    try:
        return b"m" + marshal.dumps(value)
    except ValueError:
        found = io.BytesIO()
        _Pickler(found, world).dump(value)
        return b"p" + found.getvalue()


def _thawed(data: bytes, world: PartnerWorld) -> Any:
    """The value again. Nothing in it is a cycle, and to look for some while it is made takes longer than making it."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        if data[:1] == b"m":
            return marshal.loads(memoryview(data)[1:])
        return _Unpickler(io.BytesIO(data[1:]), world).load()
    finally:
        if enabled:
            gc.enable()


class _Pickler(pickle.Pickler):
    """Leaves out what is not the partner's own: the population, and the clock."""

    def __init__(self, file: io.BytesIO, world: PartnerWorld) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._shared = {id(world.world): "world", id(world.clock): "clock"}

    def persistent_id(self, found: Any) -> str | None:
        return self._shared.get(id(found))


class _Unpickler(pickle.Unpickler):
    """Puts the population and the clock back where they were."""

    def __init__(self, file: io.BytesIO, world: PartnerWorld) -> None:
        super().__init__(file)
        self._shared: dict[str, Any] = {"world": world.world, "clock": world.clock}

    def persistent_load(self, name: str) -> Any:
        return self._shared[name]
