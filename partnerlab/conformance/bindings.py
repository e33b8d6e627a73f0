"""`bindings.yaml`: which test data of a partner's own implementation stands for what our examples speak of."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from partnerlab import yamlio
from partnerlab.conformance.peer import Connection
from partnerlab.contract.openapi import Operation
from partnerlab.lab.credentials import Credentials
from partnerlab.lab.environment import credentials_of
from partnerlab.lab.registry import Kit, Partner
from partnerlab.schemas import check
from partnerlab.yamlio import Document

FILE = Path("bindings.yaml")


@dataclass(frozen=True)
class Bindings:
    """What is bound; `missing` names the environment variables of credentials that nobody gave."""

    states: frozenset[str] = frozenset()
    examples: Mapping[str, Mapping[str, str | int]] = field(default_factory=dict)
    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)
    missing: tuple[str, ...] = ()
    connection: Connection = field(default_factory=Connection)


def load(kit: Kit, partner: Partner, file: Path | None, examples: Iterable[str]) -> Bindings:
    """The bindings of `file`, of ./bindings.yaml where none is named, or none at all; credentials come beside them.

    Raises `YamlError` with the line for what the file says of something that there is not; OSError for no such file.
    """
    document = yamlio.load(file) if file else yamlio.load(FILE) if FILE.is_file() else None
    data: dict[str, Any] = check(document, "bindings") if document else {}
    if document:
        if data["partner"] != partner.name:
            raise document.error(("partner",), f"binds test data of {data['partner']}; this run asks {partner.name}")
        states = [name for holder in holders_of(kit, partner) for name in holder.states["states"]]
        _known(document, ("states",), data.get("states", []), states, "state")
        _known(document, ("examples",), data.get("examples", {}), examples, "example")
    given, missing = _credentials(kit, partner, data.get("credentials", {}))
    connection = _connection(document, data.get("connection", {})) if document else Connection()
    return Bindings(frozenset(data.get("states", [])), data.get("examples", {}), given, missing, connection)


def _known(document: Document, at: tuple[str, ...], names: Iterable[str], offered: Iterable[str], kind: str) -> None:
    choices = sorted(offered)
    for name in names:
        if name not in choices:
            near = difflib.get_close_matches(name, choices, 1)
            hint = f" (did you mean '{near[0]}'?)" if near else ""
            told = f"there is no {kind} '{name}'{hint}; there are: {', '.join(choices) or 'none'}"
            place = names.index(name) if isinstance(names, list) else name
            raise document.error((*at, place), told)


def _credentials(kit: Kit, partner: Partner, told: Mapping[str, Any]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The credentials towards a partner, and towards the gateway before it, out of the environment."""
    holders = holders_of(kit, partner)
    carried = {p.credential for holder in holders for o in _operations(holder) for p in o.parameters}
    variables = {
        name: told.get(name, {}).get("env") or Credentials.variable(holder.name, name)
        for holder in holders
        for name in credentials_of(holder.agreement)
        if name in carried
    }
    given = {name: os.environ[variable] for name, variable in variables.items() if os.environ.get(variable)}
    return given, tuple(variable for name, variable in variables.items() if name not in given)


def holders_of(kit: Kit, partner: Partner) -> list[Partner]:
    """Those before a partner, and itself: whose states and credentials bear on its answers."""
    return [*kit.before(partner), partner]


def _operations(partner: Partner) -> Iterable[Operation]:
    return partner.provider.operations.values() if partner.provider else ()


def _connection(document: Document, told: Mapping[str, Any]) -> Connection:
    """Files are named from the folder of the bindings; one that is not there is told before anybody is asked."""
    folder, files = Path(document.file).parent, {}
    for name in ("ca", "certificate", "key"):
        if name in told:
            if not (folder / told[name]).is_file():
                raise document.error(("connection", name), f"there is no file {folder / told[name]}")
            files[name] = str(folder / told[name])
    return Connection(**{**told, **files, "timeout": float(told.get("timeout", 10))})
