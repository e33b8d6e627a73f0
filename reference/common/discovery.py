"""Finds the adapters of a system: one folder below `partners/` for each, and no list to keep."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

import requests

from reference.common.clock import Clock
from reference.common.link import Link


class Gated(Protocol):
    """What the links need to know of an adapter: whose gateway carries its calls, and the gateway that it is."""

    @property
    def through(self) -> str | None: ...

    @property
    def gateway(self) -> Any: ...


def folders(package: str) -> tuple[str, ...]:
    """The names of the partners' folders; what begins with an underscore is shared by several and no partner."""
    found = pkgutil.iter_modules(importlib.import_module(package).__path__)
    return tuple(sorted(module.name for module in found if module.ispkg and not module.name.startswith("_")))


def adapters(package: str) -> dict[str, Any]:
    """The `ADAPTER` of each folder."""
    return {name: importlib.import_module(f"{package}.{name}").ADAPTER for name in folders(package)}


def partner_settings(variables: Mapping[str, str], partners: Iterable[str]) -> dict[str, dict[str, str]]:
    """`<PARTNER>_<NAME>` is the setting `name` of that partner; where two names fit, the longer one is meant."""
    longest_first = sorted(partners, key=len, reverse=True)
    found: dict[str, dict[str, str]] = {}
    for variable, value in variables.items():
        lower = variable.lower()
        partner = next((name for name in longest_first if lower.startswith(f"{name}_")), None)
        if partner is not None:
            found.setdefault(partner, {})[lower.removeprefix(f"{partner}_")] = value
    return found


def open_links(
    adapters: Mapping[str, Gated],
    settings: Mapping[str, Mapping[str, str]],
    session: requests.Session,
    clock: Clock,
    timeout: float,
) -> dict[str, Link]:
    """A link to each partner, gateways first; a ValueError for settings of a partner that has no adapter."""
    if unknown := settings.keys() - adapters.keys():
        raise ValueError(f"unknown partners {', '.join(sorted(unknown))}; there are: {', '.join(sorted(adapters))}")
    links: dict[str, Link] = {}
    for name in adapters:
        _open(name, (), adapters, links, lambda name: Link(name, settings.get(name, {}), session, clock, timeout))
    return {name: links[name] for name in adapters}


def _open(
    name: str,
    behind: tuple[str, ...],
    adapters: Mapping[str, Gated],
    links: dict[str, Link],
    link_to: Callable[[str], Link],
) -> Link:
    """The link to a partner and, before it, those to the gateways on its way (`behind` are those it carries)."""
    if name in links:
        return links[name]
    if name in behind or name not in adapters:
        raise ValueError(f"calls of {behind[0]} cannot go through {name}: {' -> '.join((*behind, name))}")
    adapter, link = adapters[name], link_to(name)
    link.through = link.settings.get("through", adapter.through)
    if link.through:
        link.gateway = _open(link.through, (*behind, name), adapters, links, link_to).client
    if adapter.gateway is not None:
        link.client = adapter.gateway(link)
    links[name] = link
    return link
