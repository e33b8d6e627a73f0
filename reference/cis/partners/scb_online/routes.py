"""What the bank may call: verify, confirm and cancel, all on one address, as questions to the counter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response

from reference.cis.adapter import Core, Link
from reference.cis.messages import Customer, FeeKind, Inquiry, Outcome, OutcomeCode, Payment, Reversal, Till
from reference.cis.numbers import baht, satang
from reference.cis.partners.scb_online.codes import (
    CODES,
    DUPLICATE,
    FAILED,
    MALFORMED,
    MESSAGES,
    REFERENCE3,
    REPEATED,
    SERVICES,
    TAKEN_BACK,
    UNABLE,
    UNKNOWN_SERVICE,
)
from reference.cis.partners.scb_online.fields import read_message
from reference.common.http_api import HttpError, json_answer, json_object

_REFERENCE1 = re.compile("([0-9]{2})([0-9]{8})")
_REFUSALS = {400: MALFORMED, 401: UNABLE}
_Message = Mapping[str, str]


def routes(core: Core, links: Sequence[Link]) -> Blueprint:
    """One address below /scb-online/v1."""
    bank = Blueprint("scb_online", __name__, url_prefix="/scb-online/v1")
    bank.post("/bill-payment")(_Bank(core, links[0]).bill_payment)
    return bank


def refusal(status: int, message: str) -> dict[str, Any]:
    """A refusal of a malformed or unauthorised call, in the form of every other answer."""
    return _result(FAILED if status >= 500 else _REFUSALS.get(status, MALFORMED), message)


class _Bank:
    """The bank's messages as questions to the counter, and its answers in the bank's words."""

    def __init__(self, core: Core, link: Link) -> None:
        self._core = core
        self._link = link

    def bill_payment(self) -> Response:
        body = json_object()
        agent = self._agent(body)
        message = read_message(body)
        return json_answer(
            {"response": message["request"], **self._answer(agent, message), "tranID": message["tranID"]}
        )

    def _answer(self, agent: str, message: _Message) -> dict[str, Any]:
        service = message.get("reference3")
        if service not in SERVICES:
            return _result(REFERENCE3, UNKNOWN_SERVICE)
        act = {"verify": self._verify, "confirm": self._confirm, "cancel": self._cancel}[message["request"]]
        return act(agent, message, SERVICES[service])

    def _agent(self, body: Mapping[str, Any]) -> str:
        """The agent with this user and password; both are always compared, so that the time reveals nothing."""
        opened = [self._link.opens(name, _credential(body.get(name))) for name in ("user", "password")]
        if not all(opened):
            raise HttpError(401, "user or password is missing or not known")
        return self._link["agent_code"]

    def _verify(self, agent: str, message: _Message, fee: FeeKind | None) -> dict[str, Any]:
        due = self._core.counter.inquiry(Inquiry(agent, _customer(message), message.get("reference2"), fee))
        if due.code is not OutcomeCode.DONE:
            return _outcome(due.code)
        invoices = {item.invoice for item in due.items if item.invoice}
        only = {"reference2": invoices.pop()} if len(invoices) == 1 else {}
        return _outcome(due.code) | only | {"amount": baht(due.total)}

    def _confirm(self, agent: str, message: _Message, fee: FeeKind | None) -> dict[str, Any]:
        payment = Payment(
            agent,
            message["tranID"],
            _customer(message),
            satang(message["amount"]) or 0,
            message.get("reference2"),
            fee,
            Till(branch=message["branchCode"], terminal=message["terminalID"]),
            {"told_at": message["tranDate"], "channel": message["channel"], "reference1": message["reference1"]},
        )
        paid = self._core.counter.payment(payment)
        if paid.repeated and paid.state == "REVERSED":
            return _result(UNABLE, TAKEN_BACK)
        return _booked(paid)

    def _cancel(self, agent: str, message: _Message, _fee: FeeKind | None) -> dict[str, Any]:
        """Known by the payment's number and customer; it may come from another terminal of the bank."""
        marks = {"reference1": message["reference1"]}
        reversal = Reversal(agent, message["tranID"], satang(message["amount"]), marks=marks)
        return _booked(self._core.counter.reversal(reversal))


def _credential(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _customer(message: _Message) -> Customer:
    """Reference 1 is branch and registration number; anything else has no branch that could be right."""
    match = _REFERENCE1.fullmatch(message["reference1"])
    return Customer(match[2], match[1]) if match else Customer(message["reference1"], "")


def _booked(outcome: Outcome) -> dict[str, Any]:
    """A success with what was moved; one told before is 2001 with the same, for it stands."""
    if outcome.code is not OutcomeCode.DONE:
        return _outcome(outcome.code)
    answer = _result(DUPLICATE, REPEATED) if outcome.repeated else _outcome(outcome.code)
    return answer | {"paymentID": outcome.receipt, "amount": baht(outcome.amount)}


def _outcome(code: OutcomeCode) -> dict[str, Any]:
    return _result(CODES[code], MESSAGES[code])


def _result(code: str, message: str) -> dict[str, Any]:
    return {"resCode": code, "resMesg": message}
