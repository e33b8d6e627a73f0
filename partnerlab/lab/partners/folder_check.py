"""Whether a partner's folders have the shape that all partners have, and its functions are its operations."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from partnerlab.contract.document_store import ContractError
from partnerlab.contract.files import LayoutError
from partnerlab.lab.faults.catalogue import make_fault
from partnerlab.lab.faults.fault import FaultError
from partnerlab.lab.partners.partner import Partner
from partnerlab.world.accounts.bill import MONTHLY
from partnerlab.world.overrides import known_facts
from partnerlab.world.relations import Account, Company, House, Mandate, Person
from partnerlab.yamlio import YamlError

_FILES = ("simulator.py", "states.yaml", "faults.yaml")
_SOMEBODY = {"person": Person, "company": Company, "house": House, "account": Account, "mandate": Mandate}


def mistakes_of(partner: Partner) -> list[str]:
    """Every mistake in a partner's shape; a missing or unreadable file hides what it would hold."""
    missing = [f"{path}: is missing" for path in _paths(partner) if not path.is_file()]
    try:
        return missing or [*_functions(partner), *_states(partner), *_faults(partner)]
    except (YamlError, LayoutError, ContractError) as bad:
        return [str(bad)]


def _paths(partner: Partner) -> Iterator[Path]:
    yield partner.contracts / "agreement.yaml"
    yield from (partner.simulator / name for name in _FILES)


def _functions(partner: Partner) -> Iterator[str]:
    where = partner.simulator_file
    _ = partner.layouts
    wanted = partner.answers | partner.sends | _beside(partner)
    may_be = {"admit", "forward"} if partner.provider or partner.can("forwards") else set()
    may_be |= {"refuse"} if partner.provider else set()
    for name in sorted(wanted - partner.functions.keys()):
        yield f"{where}: no function '{name}', which the contract asks for"
    for name in sorted(partner.functions.keys() - wanted - may_be):
        yield f"{where}: function '{name}' is no operation of the contract; begin its name with _ if it is a helper"
    for name in sorted(partner.sends & partner.functions.keys()):
        if not inspect.isgeneratorfunction(partner.functions[name]):
            yield f"{where}: '{name}' sends, so it must yield what it sends"


def _beside(partner: Partner) -> set[str]:
    """Functions that are no operations: a gateway admits, and so may any partner through which others are asked; a
    partner that is called itself refuses what breaks the contract. `forward` passes on what others send through it.
    """
    asked = {"refuse"} if partner.provider and not partner.behind else set()
    return asked | ({"admit"} if partner.can("forwards") else set())


def _states(partner: Partner) -> Iterator[str]:
    where, facts = partner.simulator / "states.yaml", partner.states.get("facts") or {}
    for name, state in partner.states["states"].items():
        for fact in sorted(state.get("facts", {}).keys() - facts.keys()):
            yield f"{where}: state '{name}' sets '{fact}', which is not among the facts at the top"
        if "of" in state:
            yield from (f"{where}: state '{name}' {told}" for told in _surplus(state["of"], state["set"]))


def _surplus(kind: str, facts: dict[str, Any]) -> Iterator[str]:
    known = known_facts(kind, _SOMEBODY[kind]) + (list(MONTHLY) if kind == "account" else [])
    for fact in sorted(facts.keys() - set(known)):
        yield f"sets '{fact}', which no state may set of a {kind}; there are: {', '.join(known)}"


def _faults(partner: Partner) -> Iterator[str]:
    for name in partner.faults:
        try:
            make_fault(name, partner.faults, partner.name, None, None, {})
        except FaultError as bad:
            yield f"{partner.simulator / 'faults.yaml'}: {bad}"
