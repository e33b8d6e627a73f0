"""The gateway's messages field by field: which there are, and what each looks like."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from reference.cis.numbers import satang, whole_number
from reference.common.dates import gregorian_day
from reference.common.http_api import HttpError, json_object

_AMOUNT = r"(0|[1-9][0-9]{0,10})\.[0-9]{2}"
_LOOKS = {
    "agentCode": "[A-Z0-9]{2,20}",
    "merchantId": "[A-Za-z0-9]{15}",
    "terminalId": "[A-Za-z0-9]{8}",
    "batchNo": "[0-9]{6}",
    "traceNo": "[0-9]{6}",
    "transDate": "2[01][0-9]{2}-[0-9]{2}-[0-9]{2}",  # a Buddhist year would make it another payment
    "transTime": "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]",
    "rrn": "[A-Za-z0-9]{12}",
    "approvalCode": "[A-Za-z0-9]{6}",
    "cardNo": r"[0-9]{6}\*{3,9}[0-9]{4}",
    "prodCode": "CHARGES|SUSPENSION_WAIVER",
    "ref1": "[0-9]{8}",
    "ref2": "[0-9]{12}",
    "amount": _AMOUNT,
    "saleAmount": _AMOUNT,
    "voidAmount": _AMOUNT,
}
_COUNTS = ("saleCount", "voidCount")
_MOST = 999_999
_SECRET = ("cardNo",)  # a whole card number must not come back in a refusal

_TERMINAL = ("agentCode", "merchantId", "terminalId")
_SALE = ("batchNo", "traceNo", "transDate", "rrn", "approvalCode", "amount")
INQUIRY = (*_TERMINAL, "prodCode", "ref1")
PAYMENT = (*INQUIRY, *_SALE, "transTime")
VOID = (*_TERMINAL, *_SALE)
TOTALS = (*_TERMINAL, "batchNo", "transDate", "saleAmount", "voidAmount", *_COUNTS)


def read_message(required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """The body of the call, each field of the shape it must have; dates, amounts and counts as such."""
    message = json_object()
    if surplus := sorted(message.keys() - {*required, *optional}):
        raise HttpError(400, f"{', '.join(surplus)}: not a field of this message")
    return {name: _value(name, message.get(name)) for name in (*required, *optional) if name in (*required, *message)}


def _value(name: str, value: Any) -> Any:
    if name in _COUNTS:
        return _count(name, value)
    if not isinstance(value, str) or not re.fullmatch(_LOOKS[name], value):
        seen = "nothing" if value is None else "something else" if name in _SECRET else repr(value)[:60]
        raise HttpError(400, f"{name}: expected text like {_LOOKS[name]}, seen {seen}")
    if name.lower().endswith("amount"):
        return satang(value)
    return _date(name, value) if name == "transDate" else value


def _count(name: str, value: Any) -> int:
    count = whole_number(value)
    if count is None or not 0 <= count <= _MOST:
        raise HttpError(400, f"{name}: expected a whole number from 0 to {_MOST}, seen {value!r:.60}")
    return count


def _date(name: str, text: str) -> date:
    try:
        return gregorian_day(text)
    except ValueError:
        raise HttpError(400, f"{name}: there is no {text}") from None
