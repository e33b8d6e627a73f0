"""What the gateway may call: inquiry, payment, void, and the totals of a terminal, as questions to the core."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response

from reference.cis.adapter import Core, Link
from reference.cis.messages import Customer, DayTotal, Inquiry, Item, OutcomeCode, Payment, Reversal, Sum, Till
from reference.cis.numbers import baht
from reference.cis.partners.krungthai_edc import fields
from reference.cis.partners.krungthai_edc.codes import BAD_CREDENTIALS, FAILED, FEES, MALFORMED, SIDES, STATUS, envelope
from reference.common.authentication.access_tokens import give_token, require_token
from reference.common.http_api import json_answer

_MARKS = {"traceNo": "trace", "rrn": "rrn", "approvalCode": "approval_code", "transTime": "told_at"}
"""What is kept with a payment and must be the same again; the part of a card number is not among it."""


def routes(core: Core, links: Sequence[Link]) -> Blueprint:
    """All below /krungthai-edc/v1."""
    gateway = Blueprint("krungthai_edc", __name__, url_prefix="/krungthai-edc/v1")
    terminals = _Terminals(core, links[0])
    gateway.post("/oauth/token")(terminals.token)
    gateway.post("/inquiries")(terminals.inquiry)
    gateway.post("/payments")(terminals.payment)
    gateway.post("/voids")(terminals.void)
    gateway.post("/totals")(terminals.totals)
    return gateway


def refusal(status: int, message: str) -> dict[str, Any]:
    """A refusal of a malformed or unauthorised call, in the form of every other answer."""
    return {"code": FAILED if status >= 500 else BAD_CREDENTIALS if status == 401 else MALFORMED, "message": message}


class _Terminals:
    """The gateway's messages as questions to the counter, and its answers in the gateway's words."""

    def __init__(self, core: Core, link: Link) -> None:
        self._core = core
        self._link = link

    def token(self) -> Response:
        return json_answer(give_token(self._link))

    def inquiry(self) -> Response:
        agent = self._agent()
        message = fields.read_message(fields.INQUIRY, ("ref2",))
        asked = Inquiry(agent, Customer(message["ref1"]), message.get("ref2"), FEES[message["prodCode"]])
        due = self._core.counter.inquiry(asked)
        items = [_item(item) for item in due.items]
        return json_answer(envelope(due.code, {"cusName": due.name, "items": items, "amount": baht(due.total)}))

    def payment(self) -> Response:
        agent = self._agent()
        message = fields.read_message(fields.PAYMENT, ("ref2", "cardNo"))
        payment = Payment(
            agent,
            _number(message),
            Customer(message["ref1"]),
            message["amount"],
            message.get("ref2"),
            FEES[message["prodCode"]],
            _till(message),
            _marks(message),
            message["transDate"],
        )
        paid = self._core.counter.payment(payment)
        data = {"receiptNo": paid.receipt, "amount": baht(paid.amount), "paidDate": paid.at}
        return json_answer(envelope(paid.code, data | {"status": STATUS.get(paid.state)}))

    def void(self) -> Response:
        agent = self._agent()
        message = fields.read_message(fields.VOID)
        number, amount = _number(message), message["amount"]
        void = Reversal(
            agent, number, amount, till=_till(message), marks=_marks(message), day=message["transDate"]
        )  # without a number of its own: it is known by the payment's
        back = self._core.counter.reversal(void)
        data = {"receiptNo": back.receipt, "amount": baht(back.amount), "voidDate": back.at}
        return json_answer(envelope(back.code, data))

    def totals(self) -> Response:
        agent = self._agent()
        message = fields.read_message(fields.TOTALS)
        sales = Sum(message["saleCount"], message["saleAmount"])
        voids = Sum(message["voidCount"], message["voidAmount"])
        ours = self._core.totals.compare(DayTotal(agent, _till(message), message["transDate"], sales, voids))
        data = {"agrees": ours.agrees, "differences": [SIDES[name] for name in ours.differences]}
        data |= {"saleCount": ours.paid.count, "saleAmount": baht(ours.paid.amount)}
        data |= {"voidCount": ours.voided.count, "voidAmount": baht(ours.voided.amount)}
        return json_answer(envelope(OutcomeCode.DONE, data))

    def _agent(self) -> str:
        """The name in our books of the client that holds the token."""
        require_token(self._link)
        return self._link["agent_code"]


def _number(message: Mapping[str, Any]) -> str:
    """A number that is unique for ever, because traces restart each day and on each terminal."""
    day = message["transDate"]
    return f"{message['merchantId']}-{message['terminalId']}-{day:%Y%m%d}-{message['traceNo']}"


def _till(message: Mapping[str, Any]) -> Till:
    return Till(
        agent_code=message["agentCode"],
        terminal=message["terminalId"],
        merchant=message["merchantId"],
        batch=message.get("batchNo"),
    )


def _marks(message: Mapping[str, Any]) -> dict[str, str]:
    return {ours: message[theirs] for theirs, ours in _MARKS.items() if theirs in message}


def _item(item: Item) -> dict[str, Any]:
    """One line to pay; a service has no invoice yet."""
    told = {"itemType": item.item_type, "billMonth": item.month, "dueDate": item.due, "amount": baht(item.amount)}
    return told | ({"ref2": item.invoice} if item.invoice else {})
