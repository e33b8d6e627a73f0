"""Virtual times as people read them: Gregorian in English, Buddhist era in Thai, always Bangkok."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

BANGKOK = timezone(timedelta(hours=7))
BUDDHIST_ERA = 543

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAYS_TH = ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา.")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS_TH = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip


def parse(value: Any) -> datetime | None:
    """An ISO 8601 moment in Bangkok; a naive one is taken for Bangkok, anything else gives None."""
    try:
        moment = datetime.fromisoformat(str(value))
        return moment.replace(tzinfo=BANGKOK) if moment.tzinfo is None else moment.astimezone(BANGKOK)
    except (ValueError, OverflowError):
        return None


def clock_time(value: Any) -> str:
    """`08:30`, or `08:30:05` when the seconds say something; the value itself when it is no time."""
    moment = parse(value)
    if moment is None:
        return "" if value is None else str(value)
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"


def date(value: Any) -> dict[str, str]:
    """`Mon 24 Nov 2026` and `อ. 24 พ.ย. 2569`, as a text in both languages."""
    moment = parse(value)
    if moment is None:
        plain = "" if value is None else str(value)
        return {"en": plain, "th": plain}
    weekday, month = moment.weekday(), moment.month - 1
    return {
        "en": f"{_DAYS[weekday]} {moment.day} {_MONTHS[month]} {moment.year}",
        "th": f"{_DAYS_TH[weekday]} {moment.day} {_MONTHS_TH[month]} {moment.year + BUDDHIST_ERA}",
    }


def date_time(value: Any) -> dict[str, str]:
    """Date and time of day together, as a text in both languages."""
    if parse(value) is None:
        return date(value)
    day, hour = date(value), clock_time(value)
    return {"en": f"{day['en']} {hour}", "th": f"{day['th']} {hour} น."}
