"""What a lab is like, as the plain data that the control's contract describes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from partnerlab.lab.channels.channel import Unreachable
from partnerlab.lab.environment import credentials_of, file_login, file_variables, variables
from partnerlab.lab.faults.catalogue import FAULT_KINDS
from partnerlab.lab.lab import Lab
from partnerlab.lab.our_side import SYSTEMS
from partnerlab.lab.partners.fault_check import could_strike
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.system_under_test import System, is_nobody, nobody
from partnerlab.world.description import describe_entity

_SEARCHED = ("sender", "receiver", "operation", "about", "party")


def clock_status(lab: Lab) -> dict[str, Any]:
    due = lab.clock.next_due
    return {"now": lab.clock.now.isoformat(), "next_due": due.isoformat() if due else None}


def systems_status(lab: Lab) -> dict[str, Any]:
    """All systems of our side, also those without an address."""
    return {"systems": [system_status(lab, name) for name in SYSTEMS]}


def system_status(lab: Lab, name: str) -> dict[str, Any]:
    """The address of a system, to which partners send, and whether it has test hooks; None if it cannot be asked."""
    found = lab.systems.get(name) or nobody(name)
    return {"name": name, "where": None if is_nobody(found) else found.channel.where, "hooks": _hooked(found)}


def _hooked(system: System) -> bool | None:
    try:
        return system.hooked
    except Unreachable:
        return None


def partners_status(lab: Lab, urls: Mapping[str, str]) -> dict[str, Any]:
    told = variables(lab, urls) | file_variables(lab)
    return {"partners": [_partner(lab, each, urls) for each in lab.kit.partners.values()], "variables": told}


def _partner(lab: Lab, partner: Partner, urls: Mapping[str, str]) -> dict[str, Any]:
    known = credentials_of(partner.agreement)
    return {
        "name": partner.name,
        "title": partner.title,
        "capabilities": partner.agreement["capabilities"],
        "cut_off": f"{partner.cut_off:%H:%M}" if partner.cut_off else None,
        "url": urls.get(partner.behind or partner.name) if partner.provider else None,
        "via": partner.behind,
        "credentials": {name: lab.credentials.of(partner.name, name) for name in known},
        "answers": sorted(partner.answers),
        "sends": [_sent(partner, operation) for operation in sorted(partner.sends)],
        "files": file_login(lab, partner) if partner.agreement.get("files") else None,
    }


def _sent(partner: Partner, operation: str) -> dict[str, Any]:
    words = partner.arguments(operation)
    needs = [word.name for word in words.values() if word.default is word.empty]
    return {"operation": operation, "needs": needs, "takes": list(words)}


def states_status(lab: Lab, only: str | None) -> dict[str, Any]:
    named = [only] if only else list(lab.kit.partners)
    return {
        "states": [
            {"partner": name, "state": state, "title": told["title"], "of": told.get("of")}
            for name in named
            for state, told in lab.kit.partner(name).states["states"].items()
        ],
        "facts": {name: lab.partner_worlds[name].facts for name in named},
    }


def faults_status(lab: Lab, only: Partner | None = None) -> dict[str, Any]:
    """What is set, and all kinds; with `only` what is set of this partner, and the kinds that could strike it."""
    partners = [only] if only else list(lab.kit.partners.values())
    general = [name for name, kind in FAULT_KINDS.items() if only is None or could_strike(only, kind)]
    return {
        "set": [
            {"partner": f.partner, "fault": f.name, "operation": f.operation, "times": f.times, "with": _plain(f.words)}
            for f in lab.faults
            if f.times != 0 and (only is None or f.partner == only.name)
        ],
        "kinds": [_kind(name, None, name, {}) for name in general]
        + [
            _kind(name, partner.name, own.get("kind", name), own.get("with", {}))
            for partner in partners
            for name, own in partner.faults.items()
        ],
    }


def _plain(value: Any) -> Any:
    """A value as JSON has it: a number with a point, which YAML has, as text."""
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Decimal) else value


def _kind(name: str, partner: str | None, kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    found = FAULT_KINDS[kind]
    needs = sorted(found.needs - given.keys())
    return {"fault": name, "partner": partner, "strikes": found.place, "needs": needs, "takes": sorted(found.takes)}


def entity_as_dict(lab: Lab, found: Any) -> dict[str, Any]:
    return describe_entity(found)


def wanted(query: Mapping[str, str]) -> dict[str, Any]:
    """What a search of the journal goes by."""
    found: dict[str, Any] = {name: query[name] for name in _SEARCHED if name in query}
    if "before" in query:
        found["before"] = int(query["before"])
    return found | {"after": int(query.get("after", "0")), "wrong": query.get("wrong") == "true"}
