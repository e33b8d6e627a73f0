"""The terms of an agent, as an installation's settings have them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from reference.cis.messages import CounterTerms, ReversalUntil, ServiceHours
from reference.cis.numbers import satang

_FLAGS = ("accepts_overdue", "accepts_arrears", "accepts_debit_customers")
_BOOLEANS = {"true": True, "false": False}
_ALL_DAY = ("00:00", "24:00")


def terms_of(partner: str, settings: Mapping[str, str]) -> CounterTerms:
    """What an agent may take: amounts in baht, `cut_off` as 23:00, `service_hours` as 06:00-21:00; ValueError else."""
    usual = CounterTerms()
    try:
        return CounterTerms(
            **{name: _BOOLEANS[settings[name].lower()] for name in _FLAGS if name in settings},
            minimum=_amount(settings, "minimum_amount"),
            maximum=_amount(settings, "maximum_amount"),
            reversal=ReversalUntil(settings.get("reversal", usual.reversal)),
            cut_off=time.fromisoformat(settings["cut_off"]) if "cut_off" in settings else None,
            waiver_days=int(settings.get("waiver_days", usual.waiver_days)),
            hours=_hours(settings),
            ended_on=date.fromisoformat(settings["ended_on"]) if "ended_on" in settings else None,
        )
    except (KeyError, ValueError) as bad:
        raise ValueError(f"{partner}: its settings as an agent cannot be read: {bad}") from None


def _amount(settings: Mapping[str, str], name: str) -> int | None:
    if name not in settings:
        return None
    amount = satang(settings[name])
    if amount is None:
        raise ValueError(f"{name}: expected baht such as 20.00, seen {settings[name]!r}")
    return amount


def _hours(settings: Mapping[str, str]) -> ServiceHours | None:
    """None where it is served at any time."""
    opens, _, closes = settings.get("service_hours", "-".join(_ALL_DAY)).partition("-")
    every_day = settings.get("service_days", "every_day") == "every_day"
    if (opens, closes) == _ALL_DAY and every_day:
        return None
    until = time.max if closes == "24:00" else time.fromisoformat(closes)
    return ServiceHours(time.fromisoformat(opens), until, every_day)
