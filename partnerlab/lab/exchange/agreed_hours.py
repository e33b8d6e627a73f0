"""Service hours of an agreement: a message outside them is a finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from itertools import count

from partnerlab.contract.findings import Finding
from partnerlab.lab.partners.partner import Partner
from partnerlab.world.calendar.holidays import is_business_day

ALWAYS = {"days": "every_day", "from": "00:00", "to": "24:00"}
_DAYS: Mapping[str, Callable[[date], bool]] = {
    "every_day": lambda day: True,
    "weekdays": lambda day: day.weekday() < 5,
    "business_days": is_business_day,
}


def is_open(partner: Partner, now: datetime) -> bool:
    """Whether the agreement lets messages pass now."""
    hours = partner.agreement.get("terms", {}).get("service_hours", ALWAYS)
    return _DAYS[hours["days"]](now.date()) and bool(hours["from"] <= f"{now:%H:%M}" < hours["to"])


def next_opening(partner: Partner, now: datetime) -> datetime:
    """When the hours begin the next time."""
    opens = time.fromisoformat(partner.agreement["terms"]["service_hours"]["from"])
    openings = (datetime.combine(now.date() + timedelta(days=days), opens, now.tzinfo) for days in count())
    return next(opening for opening in openings if opening > now and is_open(partner, opening))


def outside_hours(partner: Partner, now: datetime) -> list[Finding]:
    """The finding for a message sent now, by either side; None within the hours of the partner's agreement."""
    if is_open(partner, now):
        return []
    hours = partner.agreement["terms"]["service_hours"]
    agreed = f"{hours['days']} from {hours['from']} to {hours['to']}"
    return [Finding("request", "time of sending", "outside the agreed hours", agreed, f"{now:%Y-%m-%d %H:%M}")]
