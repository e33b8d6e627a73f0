"""Reset, snapshot and restore of a lab that has been in use."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from partnerlab.contract.http.message import Request
from partnerlab.lab import snapshots
from partnerlab.lab.exchange.operation_handler import OperationHandler
from partnerlab.lab.lab import DEFAULT_START, Lab
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import nobody

ROWS = 20_000
"""Half of them exchanges, really judged; half of them records in partners' tables."""

RESET_TARGET, SNAPSHOT_TARGET = 10.0, 100.0
"""Milliseconds. Memories are copied as they are when a snapshot is taken, and again when it is restored."""

ROUNDS = 3


def measure() -> list[dict[str, Any]]:
    """The best of some rounds, each on a lab that is dirtied anew."""
    lab = Lab(Registry())
    lab.system = nobody()
    resets, takes, restores = [], [], []
    for _ in range(ROUNDS):
        _dirty(lab)
        kept: list[snapshots.Snapshot] = []
        takes.append(_milliseconds(lambda: kept.append(snapshots.take_snapshot(lab))))  # noqa: B023 -- called at once
        resets.append(_milliseconds(lambda: lab.reset(DEFAULT_START)))
        restores.append(_milliseconds(lambda: snapshots.restore_snapshot(lab, kept[0])))  # noqa: B023 -- called at once
        if len(lab.journal) != ROWS // 2 or sum(map(len, _tables(lab))) != ROWS // 2:
            raise RuntimeError("not measured: what was brought back is not what was kept")
        lab.reset(DEFAULT_START)
    lab.close()
    return [
        _row(f"reset of {ROWS:,} rows", resets, RESET_TARGET),
        _row(f"restore of {ROWS:,} rows", restores, SNAPSHOT_TARGET),
        _row(f"snapshot of {ROWS:,} rows", takes, SNAPSHOT_TARGET),
    ]


def _row(name: str, seen: list[float], target: float) -> dict[str, Any]:
    best = min(seen)
    return {
        "name": name,
        "value": round(best, 2),
        "unit": "ms",
        "target": target,
        "ok": best <= target,
        "beside": "",
        "detail": f"best of {ROUNDS}, worst {max(seen):.1f} ms",
    }


def _dirty(lab: Lab) -> None:
    """Every partner that is asked is asked, over and over, and remembers as much as it was asked."""
    asked = [partner for partner in lab.kit.partners.values() if partner.provider]
    for number in range(ROWS // 2):
        partner = asked[number % len(asked)]
        _ask(lab, partner)
        row = {"status": "WAITING", "history": ["RECEIVED", "WAITING"], "fee": 481_500}
        lab.partner_worlds[partner.name].table("dirt")[f"{number:013d}"] = row


def _ask(lab: Lab, partner: Partner) -> None:
    assert partner.provider is not None
    operation = next(iter(partner.provider.operations.values()))
    gateway = lab.kit.partner(partner.behind) if partner.behind else partner
    asked = OperationHandler(lab, gateway, partner, operation)
    asked.answer(Request(operation.method, operation.path), lab.patience)


def _tables(lab: Lab) -> list[dict[str, Any]]:
    return [world.table("dirt") for world in lab.partner_worlds.values()]


def _milliseconds(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1e3
