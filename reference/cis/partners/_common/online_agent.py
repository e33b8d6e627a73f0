"""What online payment agents reach over HTTP."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from reference.cis.adapter import Core, Link
from reference.common.http_api import HttpError, json_answer, json_object

_Fields = dict[str, tuple[re.Pattern[str], bool]]  # what the text looks like, and whether it must be there

_NUMBER = re.compile(r"[A-Za-z0-9-]{1,40}\Z")
_AMOUNT = re.compile(r"(0|[1-9][0-9]{0,10})\.[0-9]{2}\Z")
_REFERENCE1 = re.compile(r"[0-9]{10}\Z")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+07:00\Z")
_COMMON: _Fields = {
    "agentCode": (re.compile(r"[A-Z0-9]{2,10}\Z"), True),
    "transactionId": (_NUMBER, True),
    "transactionDateTime": (_MOMENT, True),
    "channel": (re.compile(r"(ATM|CDM|PHON|ENET|TELE|TELL|PTNR)\Z"), True),
    "branchCode": (re.compile(r"[A-Za-z0-9]{1,10}\Z"), True),
    "terminalId": (re.compile(r"[A-Za-z0-9-]{1,20}\Z"), True),
}
_INQUIRY: _Fields = {
    **_COMMON,
    "reference1": (_REFERENCE1, True),
    "reference2": (re.compile(r"[0-9]{12}\Z"), False),
}
_PAYMENT: _Fields = {**_INQUIRY, "amount": (_AMOUNT, True)}
_REVERSAL: _Fields = {
    **_COMMON,
    "reference1": (_REFERENCE1, False),
    "originalTransactionId": (_NUMBER, True),
    "amount": (_AMOUNT, True),
}


def routes(core: Core, links: Sequence[Link]) -> Blueprint:
    """Inquiry, payment, status and reversal, under /payment-agents/v1."""
    agents = Blueprint("agents", __name__, url_prefix="/payment-agents/v1")

    @agents.post("/inquiry")
    def inquiry() -> Response:
        return json_answer(core.counter.inquiry(_message(_agent(links), _INQUIRY)))

    @agents.post("/payments")
    def payment() -> Response:
        agent = _agent(links)
        return json_answer(core.counter.payment(agent, _message(agent, _PAYMENT)).answer)

    @agents.get("/payments/<transaction_id>")
    def payment_status(transaction_id: str) -> Response:
        agent = _agent(links)
        if not _NUMBER.match(transaction_id):
            raise HttpError(
                400, f"transactionId: expected text like {_NUMBER.pattern[:-2]}, seen {transaction_id!r:.60}"
            )
        return json_answer(core.counter.payment_status(agent, transaction_id))

    @agents.post("/reversals")
    def reversal() -> Response:
        agent = _agent(links)
        return json_answer(core.counter.reversal(agent, _message(agent, _REVERSAL)).answer)

    return agents


def refusal(status: int, message: str) -> dict[str, Any]:
    """A refusal of the call itself, in the same words as one of what it asks for."""
    return {"responseCode": "9000" if status >= 500 else "1000", "responseMessage": message}


def _agent(links: Sequence[Link]) -> str:
    """The agent whose key came with the call; all are compared, so that the time tells nothing."""
    given = request.headers.get("X-Agent-Key")
    agents = [link["agent_code"] for link in links if link.opens("agent_key", given)]
    if not agents:
        raise HttpError(401, "X-Agent-Key is missing or not known")
    return agents[0]


def _message(agent: str, fields: _Fields) -> dict[str, Any]:
    """The body, its fields of the right shape and its agent the holder of the key."""
    message = json_object()
    if surplus := message.keys() - fields.keys():
        raise HttpError(400, f"{', '.join(sorted(surplus))}: not a field of this message")
    for name, (pattern, required) in fields.items():
        if name not in message and not required:
            continue
        value = message.get(name)
        if not isinstance(value, str) or not pattern.match(value):
            seen = "nothing" if value is None else repr(value)[:60]
            raise HttpError(400, f"{name}: expected text like {pattern.pattern[:-2]}, seen {seen}")
    if not _is_moment(message["transactionDateTime"]):
        raise HttpError(400, f"transactionDateTime: there is no {message['transactionDateTime']}")
    if message["agentCode"] != agent:
        raise HttpError(401, f"X-Agent-Key does not belong to agentCode {message['agentCode']}")
    return message


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
