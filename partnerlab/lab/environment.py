"""What a system under test has to know to reach the lab, as environment variables: addresses and credentials."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from partnerlab.lab.credentials import Credentials
from partnerlab.lab.lab import Lab
from partnerlab.world.calendar import bank_holidays, government_holidays

_YEARS = range(2024, 2029)
"""Years whose holidays a system is told: those for which the calendar is good."""


def variables(lab: Lab, urls: Mapping[str, str]) -> dict[str, str]:
    """`DGA_GDX_URL`, `DGA_GDX_CONSUMER_KEY`, `SFTP_HOST` …: the same words for every system, in every mode."""
    found = {"HOLIDAYS": _days(government_holidays), "BANK_HOLIDAYS": _days(bank_holidays)}
    for partner in lab.kit.partners.values():
        if partner.name in urls:
            found[Credentials.variable(partner.name, "url")] = urls[partner.name]
        for name in credentials_of(partner.agreement):
            found[Credentials.variable(partner.name, name)] = lab.credentials.of(partner.name, name)
    return found


def _days(holidays: Callable[[int], Iterable[date]]) -> str:
    return json.dumps([day.isoformat() for year in _YEARS for day in holidays(year)])


def sftp_variables(lab: Lab) -> dict[str, str]:
    """Where the drop-off is, and our side's login there."""
    from partnerlab.lab.channels.sftp import OUR_SIDE

    drop_off = lab.filing.drop_off
    return {
        "SFTP_HOST": drop_off.host,
        "SFTP_PORT": str(drop_off.port),
        "SFTP_USER": OUR_SIDE,
        "SFTP_PASSWORD": drop_off.passwords[OUR_SIDE],
        "SFTP_HOST_KEY": drop_off.host_key,
    }


def credentials_of(agreement: Mapping[str, object]) -> list[str]:
    """The names of the credentials that an agreement's channels use."""
    channels = agreement["channels"]
    assert isinstance(channels, list)
    return [name for channel in channels for name in channel.get("credentials", [])]
