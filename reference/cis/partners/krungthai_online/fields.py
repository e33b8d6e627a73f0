"""The bank's four messages field by field: which there are, and what each looks like."""

from __future__ import annotations

from reference.cis.partners._common.text_fields import check_moment, read_fields
from reference.common.http_api import HttpError, json_object

_BANK_CODE = 6
_LOOKS = {
    "comCode": "7337",
    "prodCode": "CHARGES|SUSPENSION_WAIVER",
    "bankRef": "[A-Za-z0-9]{1,20}",
    "tranxId": "[A-Za-z0-9]{1,20}",
    "dateTime": "20[0-9]{12}",
    "effDate": "20[0-9]{6}",
    "amount": r"(0|[1-9][0-9]{0,10})\.[0-9]{2}",
    "channel": "[A-Z]{3}",
    "ref1": "[0-9]{8}",
}
_ALWAYS = ("comCode", "prodCode", "bankRef", "dateTime", "effDate", "channel", "ref1")
_FURTHER = {
    "Approval": (),
    "Payment": ("tranxId", "amount"),
    "Approval-Reversal": ("tranxId",),
    "Payment-Reversal": ("tranxId", "amount"),
}


def read_message() -> dict[str, str]:
    """The fields of the call's message, and which of the four `command` says it is."""
    body = json_object()
    command, bank = body.pop("command", None), body.pop("bankCode", None)
    if not isinstance(command, str) or command not in _FURTHER:
        raise HttpError(400, f"command: expected one of {', '.join(_FURTHER)}, seen {command!r:.60}")
    if isinstance(bank, bool) or bank != _BANK_CODE:  # 6.0 is 6 in JSON, true is not 1
        raise HttpError(400, f"bankCode: expected {_BANK_CODE}, seen {bank!r:.60}")
    message = read_fields(body, _LOOKS, (*_ALWAYS, *_FURTHER[command]), _LOOKS.keys() - {*_ALWAYS, *_FURTHER[command]})
    check_moment("dateTime", message["dateTime"], "%Y%m%d%H%M%S")
    check_moment("effDate", message["effDate"], "%Y%m%d")
    return message | {"command": command}
