"""Holds the time that a message states of its making against the clock of its maker.

Simulators, and a system whose clock the lab sets, go by the lab's clock; a real partner goes by the clock of the wall.
A system that the lab does not set, and a partner's own client, may go by either: one follows the lab, another does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from partnerlab.contract.findings import Finding, Side
from partnerlab.contract.http.body import shown
from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.message_time import StatedTime
from partnerlab.lab.clock import Clock
from partnerlab.lab.journal import Exchange
from partnerlab.lab.message_times.lab_time import lab_time
from partnerlab.lab.message_times.wall_clock import real_now
from partnerlab.lab.our_side import Systems
from partnerlab.lab.partners.real_partners import RealPartners
from partnerlab.lab.partners.registry import Registry

_KEPT = 100_000
"""Messages that a lab which runs for days remembers."""
_TOLD = 20
"""Findings of this kind in one file."""
_LABS, _WALLS = "the lab's clock", "the clock of the wall"


class _Clocking(NamedTuple):
    """When a message was made by one clock: not before, and not after."""

    whose: str
    first: datetime
    last: datetime


class MessageTimes:
    """Judges each message when it is first heard: sent again, it states the same time.

    `real` are parties that go by the clock of the wall. Not `active`, it is deaf.
    """

    def __init__(self, kit: Registry, clock: Clock, systems: Systems, real_partners: RealPartners) -> None:
        self._kit, self._clock, self._systems, self._real_partners = kit, clock, systems, real_partners
        self.active = True
        self.real: set[str] = set()
        self._heard: dict[tuple[Any, ...], None] = {}

    def hear(self, exchange: Exchange) -> None:
        """Add findings to a finished exchange for stated times that differ from the maker's clock."""
        if not self.active:
            return
        for side, times in self._stated(exchange):
            if side not in exchange.excused and not self._heard_before(exchange, side):
                clockings = self._clockings(exchange, side)
                exchange.findings += islice(_findings(side, times, clockings), _TOLD)

    def reset(self) -> None:
        self._heard.clear()

    def snapshot(self) -> Any:
        return dict(self._heard)

    def restore(self, state: Any) -> None:
        self._heard = dict(state)

    def busy(self) -> str | None:
        return None

    def run_due(self) -> int:
        return 0

    def _stated(self, exchange: Exchange) -> Iterator[tuple[Side, Iterator[StatedTime]]]:
        """What each side of an exchange states, where its contract marks anything."""
        contract = exchange.contract
        if contract and contract.timed:
            if not exchange.recorded:
                yield "request", _times_in(contract, exchange.sent)
            if exchange.came is not None:
                yield "answer", _times_in(contract, exchange.came)
        elif exchange.channel != "http":
            name = next((party for party in exchange.parties() if party in self._kit.partners), "")
            layout = self._kit.partners[name].layouts.get(exchange.operation) if name else None
            if layout is not None:
                yield "request", layout.stated_times(exchange.request.raw)

    def _heard_before(self, exchange: Exchange, side: Side) -> bool:
        """Whether this very message is sent again, or answers one that is; a question is asked anew each time."""
        if exchange.contract and exchange.contract.read_only:
            return False
        key = (exchange.sender, exchange.receiver, exchange.operation, side, hash(exchange.sent.raw))
        known = key in self._heard
        if len(self._heard) >= _KEPT:
            del self._heard[next(iter(self._heard))]
        self._heard[key] = None
        return known

    def _clockings(self, exchange: Exchange, side: Side) -> list[_Clocking]:
        maker = exchange.sender if side == "request" else exchange.receiver
        now = self._clock.now
        by_lab = _Clocking(f"{_LABS}, by which {maker} goes", min(exchange.made or now, now), now)
        system = self._systems.get(maker)
        if system is not None and system.is_clocked:
            return [by_lab]
        if self._is_real(maker, side):
            stood = lab_time(exchange.came) if side == "answer" and exchange.came else None
            return [_Clocking(by_lab.whose, stood, stood) if stood else _on_the_wall(maker)]
        simulated = maker in self._kit.partners and not exchange.own_client
        return [by_lab] if simulated else [by_lab, _on_the_wall(maker)]

    def _is_real(self, maker: str, side: Side) -> bool:
        partner = self._kit.partners.get(maker)
        covered = side == "answer" and partner is not None and self._real_partners.covers(partner)
        return maker in self.real or covered


def _times_in(contract: Operation, message: Request | Answer) -> Iterator[StatedTime]:
    """What a message states; one of which only the bytes are kept is left so."""
    sealed = message.sealed
    times = contract.times_in(message.open() if sealed else message)
    if sealed:
        message.seal()
    return iter(times)


def _on_the_wall(maker: str) -> _Clocking:
    now = real_now()
    return _Clocking(f"{_WALLS}, by which {maker} goes", now, now)


def _findings(side: Side, times: Iterator[StatedTime], clockings: list[_Clocking]) -> Iterator[Finding]:
    for stated in times:
        if not any(_fits(stated, clocking) for clocking in clockings):
            expected = " or ".join(_expected(stated, clocking) for clocking in clockings)
            yield Finding(side, stated.where, "time of the message", expected, shown(stated.written))


def _fits(stated: StatedTime, clocking: _Clocking) -> bool:
    ahead, behind = stated.tolerance.ahead, stated.tolerance.behind
    early_enough = ahead is None or stated.first <= clocking.last + ahead
    return early_enough and (behind is None or stated.last >= clocking.first - behind)


def _expected(stated: StatedTime, clocking: _Clocking) -> str:
    ahead, behind = stated.tolerance.ahead, stated.tolerance.behind
    parts = [f"not before {clocking.first - behind:%Y-%m-%d %H:%M:%S}" if behind is not None else ""]
    parts += [f"not after {clocking.last + ahead:%Y-%m-%d %H:%M:%S}" if ahead is not None else ""]
    return f"a time {' and '.join(filter(None, parts))} by {clocking.whose}"
