"""Fields of a JSON message that are text: which there are, what each looks like, and which may be left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from reference.common.dates import gregorian_day
from reference.common.http_api import HttpError


def read_fields(
    body: Mapping[str, Any], looks: Mapping[str, str], required: Collection[str], optional: Collection[str] = ()
) -> dict[str, str]:
    """The fields of a message by name, each of the shape that it must have; 400 names the first that is not."""
    if surplus := sorted(body.keys() - {*required, *optional}):
        raise HttpError(400, f"{', '.join(surplus)}: not a field of this message")
    names = [*required, *(name for name in optional if name in body)]
    return {name: _text(name, looks[name], body.get(name)) for name in names}


def check_moment(name: str, text: str, form: str) -> None:
    """Refuse a day or time that no calendar has, or that is not of the Gregorian era."""
    try:
        gregorian_day(datetime.strptime(text, form).date().isoformat())
    except ValueError:
        raise HttpError(400, f"{name}: there is no {text}") from None


def _text(name: str, look: str, value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(look, value):
        seen = "nothing" if value is None else repr(value)[:60]
        raise HttpError(400, f"{name}: expected text like {look}, seen {seen}")
    return value
