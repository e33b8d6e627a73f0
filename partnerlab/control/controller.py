"""Where a lab that is up is steered: every act as a plain call, for the control API and for Python tests alike."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

from partnerlab.contract.findings import failures
from partnerlab.control.control_errors import (
    BAD_REQUEST,
    CONFLICT,
    NOT_FOUND,
    SYSTEM_FAILED,
    ControlError,
    require_known,
)
from partnerlab.control.entity_references import resolve_references
from partnerlab.control.send_checks import check_send, delivery_faults
from partnerlab.control.watched_run import WatchedRun
from partnerlab.errors import WorldError
from partnerlab.lab.channels.channel import SystemCrashed, Unreachable
from partnerlab.lab.channels.socket_http import UrlChannel
from partnerlab.lab.clock import FARTHEST, aware
from partnerlab.lab.exchange.arrival_watch import take_up_before_reading
from partnerlab.lab.exchange.message_sender import SendResult, send
from partnerlab.lab.faults.fault import Fault, FaultError
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import DEFAULT_START, Lab
from partnerlab.lab.partners.fault_check import misfits
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.word_types import WordsError
from partnerlab.lab.snapshots import MessageInTransit, Snapshot, restore_snapshot, take_snapshot
from partnerlab.lab.system_under_test import HookFailed, NoHooks, System, is_nobody, nobody
from partnerlab.scenario.language.time_expressions import UnknownTimeExpression, moment
from partnerlab.world.description import entity_kind

_NO_WORDS: Mapping[str, Any] = MappingProxyType({})

KINDS = ("person", "house", "company", "account", "parcel")


class LabController:
    """One lab, and where its simulators are called. What makes things happen is done one at a time.

    `checklist` is what a partner has to show, if the lab is a sandbox: covered, unless it is to be shown.
    """

    def __init__(self, lab: Lab, urls: Mapping[str, str] = _NO_WORDS) -> None:
        self.lab, self.urls = lab, urls
        self.snapshots: dict[str, Snapshot] = {}
        self._comparing = threading.Lock()
        self.run = WatchedRun()
        self.checklist: Callable[[bool], dict[str, Any]] = _no_checklist

    @cached_property
    def _second(self) -> Lab:
        return Lab(self.lab.kit, self.lab.seed)

    @contextmanager
    def untouched(self) -> Iterator[Lab]:
        """A lab of the same kit, seed and time in which nothing was set; for one user at a time."""
        with self._comparing:
            self._second.reset(self.lab.clock.now)
            yield self._second

    def partner(self, name: str) -> Partner:
        """The partner of that name."""
        require_known("partner", name, self.lab.kit.partners, "GET /__lab/partners lists them")
        return self.lab.kit.partner(name)

    def advance(self, words: str) -> datetime:
        """Let time pass, in the words of a scenario; the time it has become."""
        try:
            return self.advance_to(moment(words, self.lab.clock.now, self.lab.kit.cut_offs))
        except (UnknownTimeExpression, OverflowError) as bad:
            do = "name a moment that lies ahead, in one of these forms"
            raise ControlError(BAD_REQUEST, str(bad), do, "a moment", words) from None

    def advance_to(self, to: datetime) -> datetime:
        """Let time pass until a moment; everything due on the way happens, on both sides."""
        now = self.lab.clock.now
        if to < now:
            do = "reset the lab with this moment as 'now' to begin there"
            raise ControlError(CONFLICT, "time does not run back", do, f"not before {now.isoformat()}", to.isoformat())
        if to > now + FARTHEST:
            do = "go there in several steps, or reset the lab with this moment as 'now' to begin there"
            expected = f"at most {FARTHEST.days} days ahead of {now.isoformat()}"
            raise ControlError(CONFLICT, "cannot advance so far in one step", do, expected, to.isoformat())
        with self.exclusively():
            self.lab.advance(to)
        return self.lab.clock.now

    def enter_state(self, partner: str, state: str, of: Any = None) -> None:
        """Put a partner, or somebody in its registers, into one of the partner's named states."""
        states = self.partner(partner).states["states"]
        require_known(f"state of {partner}", state, states, f"GET /__lab/states?partner={partner} lists them")
        about = states[state].get("of")
        given = entity_kind(of) if of is not None else None
        if about != given:
            told = f"state '{state}' of {partner} is about {about or 'the partner itself'}"
            do = f'say of whom, as in "of": {{"{about}": 41}}' if about else "leave 'of' away"
            raise ControlError(BAD_REQUEST, told, do, about, given)
        with self.lab.lock:
            self.lab.set_state(partner, state, of)

    def set_fault(
        self,
        partner: str,
        fault: str,
        operation: str | None = None,
        times: int | None = None,
        words: Mapping[str, Any] = _NO_WORDS,
    ) -> None:
        """Let a partner misbehave; what could never strike is refused."""
        for where, told in misfits(self.partner(partner), fault, operation, dict(words)):
            seen = operation if where == ("operation",) else fault
            raise ControlError(BAD_REQUEST, told, "GET /__lab/faults lists every fault with its words", None, seen)
        with self.lab.lock:
            self.lab.set_fault(partner, fault, operation=operation, times=times, **words)

    def clear_faults(self, partner: str | None = None) -> None:
        """End all faults, or those of one partner."""
        if partner is not None:
            self.partner(partner)
        with self.lab.lock:
            self.lab.faults.clear(partner)

    def entity(self, kind: str, number: int, facts: Mapping[str, Any] = _NO_WORDS) -> Any:
        """Somebody or something of the population; facts given here hold in every register."""
        require_known("kind", kind, KINDS, "name one of these kinds")
        try:
            with self.lab.lock:
                if facts:
                    _may_differ(facts)
                    self.lab.world.override(kind, number, **facts)
                return getattr(self.lab.world, kind)(number)
        except WorldError as bad:
            status = BAD_REQUEST if facts else NOT_FOUND
            raise ControlError(
                status, str(bad), f"GET /__lab/world/{kind}/0 shows its facts", None, str(number)
            ) from None

    def send(
        self, partner: str, operation: str, words: Mapping[str, Any] = _NO_WORDS, deliver: Sequence[Any] = ()
    ) -> SendResult:
        """Let a partner send to the system under test, as the words of `deliver` let it arrive."""
        found = self.partner(partner)
        check_send(found, operation, dict(words))
        faults = delivery_faults(self.lab, found, operation, list(deliver))
        with self.exclusively():
            self.lab.failures.unreachable = None
            sending = self._sent(partner, operation, resolve_references(self.lab, dict(words)), faults)
            if self.lab.failures.unreachable:
                raise Unreachable(self.lab.failures.unreachable)
        return sending

    def _sent(self, partner: str, operation: str, words: dict[str, Any], faults: list[Fault]) -> SendResult:
        try:
            return send(self.lab, partner, operation, words, faults)
        except FaultError as bad:
            do = "let the fault's words fit what is sent: GET /__lab/faults lists every fault with its words"
            raise ControlError(BAD_REQUEST, str(bad), do) from bad
        except WordsError as bad:
            do = "give each word what a scenario gives it; a somebody is {'$account': 1001}"
            raise ControlError(BAD_REQUEST, str(bad), do, None, ", ".join(words)) from bad
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as bad:
            told = f"{partner}.{operation} failed with these arguments: {type(bad).__name__}: {bad}"
            do = "give each word what a scenario gives it; a somebody is {'$account': 1001}"
            raise ControlError(BAD_REQUEST, told, do, None, ", ".join(words)) from bad

    def connect(self, name: str, url: str | None) -> None:
        """Where a system under test listens, for partners that send to it; None: nowhere any more."""
        with self.exclusively():
            system = System(UrlChannel(url), name) if url else nobody(name)
            if url:
                system.greet()
            self.lab.systems[name].channel.close()
            self.lab.systems[name] = system
            if system.hooked:  # the other one may have gone, which hinders nobody here
                system.set_clock(self.lab.clock.now)

    def take_snapshot(self, name: str) -> None:
        """Keep the lab as it stands under a name; one of that name is replaced."""
        try:
            with self.exclusively(), self.lab.lock:
                self.snapshots[name] = take_snapshot(self.lab)
        except MessageInTransit as bad:
            do = "let it arrive (PUT /__lab/clock), or reset"
            raise ControlError(CONFLICT, f"cannot be kept now: {bad}", do, "nothing on its way", str(bad)) from None

    def restore_snapshot(self, name: str) -> None:
        """Make the lab what it was when it was kept. The system under test has its own memory."""
        require_known("snapshot", name, self.snapshots, f"PUT /__lab/snapshots/{name} keeps the lab as it stands")
        with self.exclusively():
            with self.lab.lock:
                restore_snapshot(self.lab, self.snapshots[name])
            self._tell_time()

    def exchanges(self, **wanted: Any) -> list[Exchange]:
        """The exchanges so far, in order, narrowed by `sender`, `receiver`, `operation` and `after`.

        Also by a `party` that sent or was sent it, by `before`, by whom it is `about`, and by what is `wrong`.
        """
        about, party = wanted.pop("about", None), wanted.pop("party", None)
        before, wrong = wanted.pop("before", None), wanted.pop("wrong", False)
        if not self.run.playing:  # a run takes up what arrives itself, in its own order
            take_up_before_reading(self.lab)
        found = [
            exchange
            for exchange in self.lab.journal.search(**wanted)
            if (party is None or party in (*exchange.parties(), exchange.via))
            and (before is None or exchange.number < before)
            and (not wrong or failures(exchange.findings))
        ]
        if about is None:
            return found
        person = self.lab.personal_data.person_named(about)
        if person is None:
            do = "name a person by citizen number, or by registration, invoice or mandate"
            raise ControlError(BAD_REQUEST, "nobody has this identifier", do, "a person of the population", about)
        return [exchange for exchange in found if self.lab.personal_data.is_about(exchange, person)]

    def reset(self, now: datetime | None = None, systems: bool = False) -> None:
        """Forget everything of the lab; it begins at `now`. Where partners send to stays.

        With `systems` those of our side that are there are asked to forget as well.
        """
        with self.exclusively():
            with self.lab.lock:
                self.lab.reset(aware(now or DEFAULT_START))
            if systems:
                for system in self._there():
                    system.reset()
            self._tell_time()

    def _tell_time(self) -> None:
        """Let the systems under test know what time it is, before anything reaches them."""
        for system in self._there():
            if system.hooked:
                system.set_clock(self.lab.clock.now)

    def _there(self) -> list[System]:
        """Our side's systems of which it is known where they are."""
        return [system for system in self.lab.systems.values() if not is_nobody(system)]

    def _where(self) -> str:
        return " and ".join(system.channel.where for system in self._there()) or "nowhere"

    @contextmanager
    def exclusively(self) -> Iterator[None]:
        """Run one call at a time; report a system under test that fails meanwhile.

        The lab itself is not locked meanwhile, for our side may ask partners while it is being asked.
        """
        with self.lab.acting:
            try:
                yield
            except NoHooks as bad:
                do = "reset it by its own means; what it would have to offer is contracts/_test_hooks"
                raise ControlError(CONFLICT, str(bad), do, "a system with test hooks", self._where()) from None
            except (HookFailed, Unreachable, SystemCrashed) as bad:
                do = "see that the system under test runs, and say where: PUT /__lab/systems/cis, or rwc"
                raise ControlError(
                    SYSTEM_FAILED, str(bad), do, "a system under test that answers", self._where()
                ) from None


def _may_differ(facts: Mapping[str, Any]) -> None:
    """Who it is stays: kind and number are what a fact is of."""
    if fixed := sorted({"kind", "number"} & facts.keys()):
        raise WorldError(f"override: {fixed[0]!r} cannot be overridden")


def _no_checklist(shown: bool) -> dict[str, Any]:
    """The checklist of a lab that was not started by `sandbox`: it has no steps."""
    return {"partner": None, "left": 0, "accounts": [], "steps": [], "strays": []}
