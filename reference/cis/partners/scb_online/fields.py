"""The bank's three messages field by field: which there are, and what each looks like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from reference.common.dates import gregorian_day
from reference.common.http_api import HttpError

_REFERENCE = "[A-Z0-9]{1,20}"
_LOOKS = {
    "tranID": "[A-Za-z0-9]{1,35}",
    "tranDate": "2[01][0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}",  # no Buddhist year, no offset
    "channel": "[A-Z]{2,8}",  # ATM, CDM, PHON, ENET, TELE, TELL, PTNR, and what may be new
    "account": "[0-9]{10}",
    "amount": r"(0|[1-9][0-9]{0,10})\.[0-9]{2}",
    "reference1": _REFERENCE,
    "reference2": _REFERENCE,
    "reference3": _REFERENCE,
    "branchCode": "[A-Za-z0-9]{1,10}",
    "terminalID": "[A-Za-z0-9-]{1,20}",
}
_READ_BEFORE = {"request", "user", "password"}
_OPTIONAL = {"verify": {"amount", "reference2", "reference3"}}
_OPTIONAL["confirm"] = _OPTIONAL["cancel"] = {"reference2", "reference3"}


def read_message(body: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a message, each of the shape that it must have, and which of the three `request` says it is."""
    kind = body.get("request")
    if not isinstance(kind, str) or kind not in _OPTIONAL:
        raise HttpError(400, f"request: expected one of {', '.join(_OPTIONAL)}, seen {_seen(kind)}")
    if surplus := sorted(body.keys() - _LOOKS.keys() - _READ_BEFORE):
        raise HttpError(400, f"{', '.join(surplus)}: not a field of this message")
    names = [name for name in _LOOKS if name in body or name not in _OPTIONAL[kind]]
    return {"request": kind} | {name: _text(name, body.get(name)) for name in names}


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(_LOOKS[name], value):
        raise HttpError(400, f"{name}: expected text like {_LOOKS[name]}, seen {_seen(value)}")
    if name == "tranDate" and not _is_moment(value):
        raise HttpError(400, f"tranDate: there is no {value}")
    return value


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
        gregorian_day(text[:10])
    except ValueError:
        return False
    return True


def _seen(value: Any) -> str:
    return "nothing" if value is None else repr(value)[:60]
