"""Environment variables with which a system under test reaches the lab: addresses, credentials, terms."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from partnerlab.lab.channels.channel import lab_variable
from partnerlab.lab.credentials import Credentials
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner import Partner
from partnerlab.world.calendar.holidays import bank_holidays, government_holidays

ALWAYS = ("every_day", "00:00", "24:00")
"""Service hours that never close."""
_YEARS = range(2024, 2029)
"""Years whose holidays a system is told: those for which the calendar is good."""


def variables(lab: Lab, urls: Mapping[str, str]) -> dict[str, str]:
    """`DGA_GDX_URL`, `DGA_GDX_CONSUMER_KEY`, `PARTNERLAB_HOLIDAYS` …: the same for every system, in every mode."""
    calendars = {"holidays": government_holidays, "bank_holidays": bank_holidays}
    found = {lab_variable(name): _days(holidays) for name, holidays in calendars.items()}
    for partner in lab.kit.partners.values():
        if partner.name in urls:
            found[Credentials.variable(partner.name, "url")] = urls[partner.name]
        for name in credentials_of(partner.agreement):
            found[Credentials.variable(partner.name, name)] = lab.credentials.of(partner.name, name)
        if partner.form:
            found[Credentials.variable(partner.name, "form")] = partner.form
        for name, value in _told(partner.agreement).items():
            found[Credentials.variable(partner.name, name)] = value
    return found


def _told(agreement: Mapping[str, Any]) -> dict[str, str]:
    """Further variables from an agreement: codes, terms of money, a token's life, how often to read."""
    seconds = token_seconds(agreement)
    terms = {name: str(term) for name, term in agreement.get("debit", {}).items()}
    terms |= agent_terms(agreement) if "pays" in agreement["capabilities"] else {}
    terms |= {"read_every": agreement["read_every"]} if "read_every" in agreement else {}
    return dict(agreement.get("codes", {})) | terms | ({"token_seconds": str(seconds)} if seconds else {})


def agent_terms(agreement: Mapping[str, Any]) -> dict[str, str]:
    """What a party that hands over money may do, and when: `cut_off`, `maximum_amount`, `bad_record`, `ended_on` …"""
    found = {name: _text(term) for name, term in agreement.get("counter", {}).items()}
    hours = agreement.get("terms", {}).get("service_hours", {})
    if hours and (hours["days"], hours["from"], hours["to"]) != ALWAYS:
        found |= {"service_hours": f"{hours['from']}-{hours['to']}", "service_days": hours["days"]}
    found |= {"cut_off": agreement["cut_off"]} if "cut_off" in agreement else {}
    for file in agreement.get("files", {}).values():
        found |= {name: file[name] for name in ("bad_record", "empty_day") if name in file}
    for channel in agreement["channels"]:
        life = channel.get("life", {})
        found |= {"ended_on": life["since"]} if life.get("state") == "ended" else {}
    return found


def _text(term: Any) -> str:
    return str(term).lower() if isinstance(term, bool) else str(term)


def _days(holidays: Callable[[int], Iterable[date]]) -> str:
    return json.dumps([day.isoformat() for year in _YEARS for day in holidays(year)])


def file_variables(lab: Lab, port: int | None = None) -> dict[str, str]:
    """How our side's systems reach the file channels: addresses, logins, and where each partner's files come and go.

    `port` is the first port at which their servers will listen, if they do not listen yet.
    """
    return file_exchange(lab).variables(port)


def file_login(lab: Lab, partner: Partner) -> dict[str, Any]:
    """How a partner itself uses its first file channel, with the keys of its envelopes: for who plays it."""
    files = file_exchange(lab)
    return files.of(partner).login(partner.name) | files.envelopes.login(partner)


def file_logins(lab: Lab, partner: Partner) -> dict[str, dict[str, Any]]:
    """The same for each kind of channel that it uses."""
    files = file_exchange(lab)
    keys = files.envelopes.login(partner)
    return {kind: files.channel(kind).login(partner.name) | keys for kind in partner.file_channels}


def credentials_of(agreement: Mapping[str, object]) -> list[str]:
    """The names of the credentials that an agreement's channels use."""
    channels = agreement["channels"]
    assert isinstance(channels, list)
    return [name for channel in channels for name in channel.get("credentials", [])]


def token_seconds(agreement: Mapping[str, Any]) -> int:
    """How many seconds the sender's token lives; 0 if the agreement has none."""
    return max(int(channel.get("token_seconds", 0)) for channel in agreement["channels"])
