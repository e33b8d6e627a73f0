"""The terms of a bank, as an installation's settings have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time

from reference.cis.messages import DebitTerms
from reference.cis.numbers import satang

_HOURS = re.compile(r"([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})\Z")


def terms_of(partner: str, settings: Mapping[str, str]) -> DebitTerms:
    """`minimum_amount` and `maximum_amount` in baht, `tries`, `service_hours` as 06:00-21:00; ValueError otherwise."""
    usual = DebitTerms()
    hours = settings.get("service_hours")
    found = _HOURS.match(hours) if hours else None
    if hours and not found:
        raise ValueError(f"{partner}: service_hours: expected hours such as 06:00-21:00, seen {hours!r}")
    return DebitTerms(
        minimum=_satang(partner, settings, "minimum_amount") or usual.minimum,
        maximum=_satang(partner, settings, "maximum_amount"),
        tries=_tries(partner, settings.get("tries", str(usual.tries))),
        opens=time.fromisoformat(found[1]) if found else None,
        closes=time.fromisoformat(found[2]) if found else None,
    )


def _satang(partner: str, settings: Mapping[str, str], name: str) -> int | None:
    if name not in settings:
        return None
    amount = satang(settings[name])
    if amount is None:
        raise ValueError(f"{partner}: {name}: expected baht such as 20.00, seen {settings[name]!r}")
    return amount


def _tries(partner: str, text: str) -> int:
    if not re.fullmatch("[1-9]", text):
        raise ValueError(f"{partner}: tries: expected a number from 1 to 9, seen {text!r}")
    return int(text)
