"""What a system under test has to know to reach the lab, as environment variables: addresses and credentials."""

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
        for name, value in _told(partner.agreement).items():
            found[Credentials.variable(partner.name, name)] = value
    return found


def _told(agreement: Mapping[str, Any]) -> dict[str, str]:
    """What else of an agreement every system is told: codes, a bank's terms, a token's life, how often to read."""
    seconds = token_seconds(agreement)
    terms = {name: str(term) for name, term in agreement.get("debit", {}).items()}
    reads = {"read_every": agreement["read_every"]} if "read_every" in agreement else {}
    return dict(agreement.get("codes", {})) | terms | reads | ({"token_seconds": str(seconds)} if seconds else {})


def _days(holidays: Callable[[int], Iterable[date]]) -> str:
    return json.dumps([day.isoformat() for year in _YEARS for day in holidays(year)])


def file_variables(lab: Lab, port: int | None = None) -> dict[str, str]:
    """How our side's systems reach the file channels: addresses, logins, and where each partner's files come and go.

    `port` is the first one of their servers, told before they listen there.
    """
    return file_exchange(lab).variables(port)


def file_login(lab: Lab, partner: Partner) -> dict[str, Any]:
    """How a partner itself uses its file channel: for who plays the partner."""
    return file_exchange(lab).of(partner).login(partner.name)


def credentials_of(agreement: Mapping[str, object]) -> list[str]:
    """The names of the credentials that an agreement's channels use."""
    channels = agreement["channels"]
    assert isinstance(channels, list)
    return [name for channel in channels for name in channel.get("credentials", [])]


def token_seconds(agreement: Mapping[str, Any]) -> int:
    """How long a token lives that proves who sends; 0 where the agreement knows none."""
    return max(int(channel.get("token_seconds", 0)) for channel in agreement["channels"])
