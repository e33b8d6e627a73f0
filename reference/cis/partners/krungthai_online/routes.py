"""What the bank may call: a token, and the four commands on one address, as questions to the core."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, Response

from reference.cis.adapter import Core, Link
from reference.cis.messages import Customer, Inquiry, Outcome, OutcomeCode, Payment, Reversal
from reference.cis.numbers import baht, satang
from reference.cis.partners.krungthai_online.codes import (
    BAD_CREDENTIALS,
    CODES,
    FAILED,
    FEES,
    MALFORMED,
    REVERSED,
    result,
)
from reference.cis.partners.krungthai_online.fields import read_message
from reference.cis.partners.krungthai_online.slip import slip_lines
from reference.common.authentication.access_tokens import give_token, require_token
from reference.common.http_api import json_answer

_Message = Mapping[str, str]


def routes(core: Core, links: Sequence[Link]) -> Blueprint:
    """All below /krungthai-online/v1."""
    bank = Blueprint("krungthai_online", __name__, url_prefix="/krungthai-online/v1")
    desk = _Bank(core, links[0])
    bank.post("/oauth/token")(desk.token)
    bank.post("/direct-link")(desk.direct_link)
    return bank


def refusal(status: int, message: str) -> dict[str, Any]:
    """A refusal of a malformed or unauthorised call, in the form of every other answer."""
    return result(FAILED if status >= 500 else BAD_CREDENTIALS if status == 401 else MALFORMED, message)


class _Bank:
    """The bank's commands as questions to the core, and the answers in the bank's words."""

    def __init__(self, core: Core, link: Link) -> None:
        self._core = core
        self._link = link

    def token(self) -> Response:
        return json_answer(give_token(self._link))

    def direct_link(self) -> Response:
        require_token(self._link)
        message = read_message()
        acts = {
            "Approval": self._approve,
            "Payment": self._pay,
            "Approval-Reversal": self._cancel_approval,
            "Payment-Reversal": self._take_back,
        }
        known = {"tranxId": _approval(message), "bankRef": message["bankRef"]}
        return json_answer(known | acts[message["command"]](self._link["agent_code"], message))

    def _approve(self, agent: str, message: _Message) -> dict[str, Any]:
        inquiry = Inquiry(agent, Customer(message["ref1"]), fee=FEES[message["prodCode"]])
        approval = self._core.approvals.approve(inquiry, message["bankRef"])
        due = approval.due
        if due.code is not OutcomeCode.DONE:
            return result(CODES[due.code])
        approved = {"tranxId": approval.reference, "balance": baht(due.total), "cusName": due.name}
        return result(CODES[due.code]) | approved | slip_lines(due.items)

    def _pay(self, agent: str, message: _Message) -> dict[str, Any]:
        payment = Payment(
            agent,
            message["bankRef"],
            Customer(message["ref1"]),
            satang(message["amount"]) or 0,
            fee=FEES[message["prodCode"]],
            marks=_marks(message) | {"told_at": message["dateTime"], "channel": message["channel"]},
            day=datetime.strptime(message["effDate"], "%Y%m%d").date(),
            approval=message["tranxId"],
        )
        paid = self._core.counter.payment(payment)
        if paid.repeated and paid.state == "REVERSED":
            return result(REVERSED)
        return _moved(paid)

    def _cancel_approval(self, agent: str, message: _Message) -> dict[str, Any]:
        customer = Customer(message["ref1"])
        code = self._core.approvals.cancel(agent, message["bankRef"], message["tranxId"], customer)
        return result(CODES[code])

    def _take_back(self, agent: str, message: _Message) -> dict[str, Any]:
        """Reverse a payment, found by the payment's own fields because a reversal has no number."""
        day = datetime.strptime(message["effDate"], "%Y%m%d").date()
        reversal = Reversal(agent, message["bankRef"], satang(message["amount"]), marks=_marks(message), day=day)
        return _moved(self._core.counter.reversal(reversal))


def _approval(message: _Message) -> str:
    """Our reference that an answer names: an approval has none before."""
    return "" if message["command"] == "Approval" else message["tranxId"]


def _marks(message: _Message) -> dict[str, str]:
    """The fields that a payment and its reversal share, beside the number."""
    return {"approval": message["tranxId"], "reference1": message["ref1"]}


def _moved(outcome: Outcome) -> dict[str, Any]:
    code = CODES[outcome.code]
    if outcome.code is not OutcomeCode.DONE:
        return result(code)
    return result(code) | {"balance": baht(outcome.amount), "info": outcome.receipt}
