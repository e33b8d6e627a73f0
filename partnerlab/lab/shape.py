"""Whether a partner's folders have the shape that all partners have, and its functions are its operations."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

from partnerlab.lab.faults import FaultError
from partnerlab.lab.faults.catalogue import make
from partnerlab.lab.registry import Partner

_GATEWAY = "admit"
_FILES = ("simulator.py", "states.yaml", "faults.yaml")


def mistakes_of(partner: Partner) -> list[str]:
    """Every mistake in a partner's shape; a missing file hides what it would hold."""
    missing = [f"{path}: is missing" for path in _paths(partner) if not path.is_file()]
    return missing or [*_functions(partner), *_states(partner), *_faults(partner)]


def _paths(partner: Partner) -> Iterator[Path]:
    yield partner.contracts / "agreement.yaml"
    yield from (partner.simulator / name for name in _FILES)


def _functions(partner: Partner) -> Iterator[str]:
    where = partner.simulator / "simulator.py"
    wanted = partner.answers | partner.sends | ({_GATEWAY} if partner.agreement["role"] == "gateway" else set())
    for name in sorted(wanted - partner.functions.keys()):
        yield f"{where}: no function '{name}', which the contract names as an operation"
    for name in sorted(partner.functions.keys() - wanted):
        yield f"{where}: function '{name}' is no operation of the contract; begin its name with _ if it is a helper"
    for name in sorted(partner.sends & partner.functions.keys()):
        if not inspect.isgeneratorfunction(partner.functions[name]):
            yield f"{where}: '{name}' sends, so it must yield what it sends"


def _states(partner: Partner) -> Iterator[str]:
    where, facts = partner.simulator / "states.yaml", partner.states.get("facts") or {}
    for name, state in partner.states["states"].items():
        for fact in sorted(state.get("facts", {}).keys() - facts.keys()):
            yield f"{where}: state '{name}' sets '{fact}', which is not among the facts at the top"


def _faults(partner: Partner) -> Iterator[str]:
    for name in partner.faults:
        try:
            make(name, partner.faults, partner.name, None, None, {})
        except FaultError as bad:
            yield f"{partner.simulator / 'faults.yaml'}: {bad}"
