"""The API of online payment agents that MWA gave them: routes, field checks, codes, and JSON around the counter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from reference.cis.adapter import Core, Link
from reference.cis.messages import Customer, Inquiry, Item, OutcomeCode, Payment, Reversal, Till
from reference.cis.numbers import baht, satang
from reference.cis.partners._common.payment_outcomes import codes_of
from reference.common.authentication import signed_tokens
from reference.common.dates import gregorian_day
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
    "channel": (re.compile(r"[A-Z]{2,8}\Z"), True),  # ATM, CDM, PHON, ENET, TELE, TELL, PTNR, and what may be new
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


CODES = codes_of("online_agent", OutcomeCode)
MESSAGES = {
    "0000": "สำเร็จ",
    "1000": "ข้อมูลไม่ถูกต้อง",
    "1001": "ไม่พบทะเบียนผู้ใช้น้ำ",
    "1002": "ไม่พบเลขที่ใบแจ้งหนี้",
    "1004": "จำนวนเงินไม่ตรงกับยอดที่ต้องชำระ หรือเกินวงเงินที่รับชำระได้",
    "1005": "ไม่มียอดค้างชำระ หรือชำระแล้ว",
    "1006": "ไม่พบรายการชำระเงินเดิม",
    "1007": "ใบแจ้งหนี้อยู่ระหว่างหักบัญชีธนาคาร ชำระช่องทางอื่นไม่ได้จนกว่าจะได้ผล",
    "2001": "เลขที่รายการซ้ำ แต่ข้อมูลไม่ตรงกับรายการเดิม",
    "2003": "รายการนี้ถูกยกเลิกไปแล้ว",
    "2004": "เลยกำหนดเวลายกเลิก ยกเลิกได้ภายในวันที่ชำระเท่านั้น",
    "9000": "ระบบขัดข้อง",
}


def routes(core: Core, links: Sequence[Link]) -> Blueprint:
    """Inquiry, payment, status and reversal, under /payment-agents/v1."""
    agents = Blueprint("online_agent", __name__, url_prefix="/payment-agents/v1")
    dialect = _Dialect(core, links)
    agents.post("/inquiry")(dialect.inquiry)
    agents.post("/payments")(dialect.payment)
    agents.post("/advices", endpoint="advice")(dialect.payment)  # the payment once more, word for word
    agents.get("/payments/<number>")(dialect.payment_status)
    agents.post("/reversals")(dialect.reversal)
    return agents


class _Dialect:
    """The agents' messages as questions to the counter, and its answers in their words."""

    def __init__(self, core: Core, links: Sequence[Link]) -> None:
        self._core = core
        self._links = links

    def _agent(self) -> str:
        """The agent that proves itself: by its key, of which all are compared so that the time tells nothing, or by its
        signature."""
        given = request.headers.get("X-Agent-Key")
        agents = [link["agent_code"] for link in self._links if link.opens("agent_key", given)]
        signing = [link for link in self._links if signed_tokens.KEY in link.settings]
        if not agents and given is None and "Authorization" in request.headers and signing:
            agents = [signed_tokens.signer(signing, self._core.used_tokens.is_first_use)["agent_code"]]
        if not agents:
            raise HttpError(401, "X-Agent-Key or the signed token is missing or not known")
        return agents[0]

    def inquiry(self) -> Response:
        agent = self._agent()
        message = _message(agent, _INQUIRY)
        due = self._core.counter.inquiry(Inquiry(agent, _customer(message), message.get("reference2")))
        answer = _answer(due.code, message["transactionId"])
        if due.items:
            items = [_item(item) for item in due.items]
            answer |= {"customerName": due.name, "items": items, "totalAmount": baht(due.total)}
        return json_answer(answer)

    def payment(self) -> Response:
        agent = self._agent()
        message = _message(agent, _PAYMENT)
        number, amount = message["transactionId"], satang(message["amount"]) or 0
        invoice, till, marks = message.get("reference2"), _till(message), _marks(message)
        payment = Payment(agent, number, _customer(message), amount, invoice, till=till, marks=marks)
        outcome = self._core.counter.payment(payment)
        answer = _answer(outcome.code, number)
        if outcome.code is OutcomeCode.DONE:
            answer |= {"receiptNumber": outcome.receipt, "paidAmount": baht(outcome.amount), "paidAt": outcome.at}
            answer |= {"duplicate": outcome.repeated}
        return json_answer(answer)

    def reversal(self) -> Response:
        agent = self._agent()
        message = _message(agent, _REVERSAL)
        number, original = message["transactionId"], message["originalTransactionId"]
        reversal = Reversal(agent, original, satang(message["amount"]), number, _till(message), _marks(message))
        outcome = self._core.counter.reversal(reversal)
        answer = _answer(outcome.code, number)
        if outcome.code is OutcomeCode.DONE:
            answer |= {"originalTransactionId": original, "reversedAmount": baht(outcome.amount)}
            answer |= {"duplicate": outcome.repeated}
        return json_answer(answer)

    def payment_status(self, number: str) -> Response:
        agent = self._agent()
        if not _NUMBER.match(number):
            raise HttpError(400, f"transactionId: expected text like {_NUMBER.pattern[:-2]}, seen {number!r:.60}")
        outcome = self._core.counter.payment_status(agent, number)
        answer = _answer(outcome.code, number) | {"state": outcome.state or "UNKNOWN"}
        if outcome.state:
            answer |= {"receiptNumber": outcome.receipt, "paidAmount": baht(outcome.amount)}
        return json_answer(answer)


def _answer(code: OutcomeCode, number: str) -> dict[str, Any]:
    """The part that every answer has."""
    return {"responseCode": CODES[code], "responseMessage": MESSAGES[CODES[code]], "transactionId": number}


def _item(item: Item) -> dict[str, Any]:
    return {
        "itemType": item.item_type,
        "invoiceNumber": item.invoice,
        "billMonth": item.month,
        "dueDate": item.due,
        "amount": baht(item.amount),
    }


def _customer(message: Mapping[str, str]) -> Customer:
    """Reference 1 is branch and registration number."""
    return Customer(message["reference1"][2:], message["reference1"][:2])


def _till(message: Mapping[str, str]) -> Till:
    return Till(branch=message["branchCode"], terminal=message["terminalId"])


def _marks(message: Mapping[str, str]) -> dict[str, str]:
    """Further fields that a repeated number must repeat."""
    names = {"transactionDateTime": "told_at", "channel": "channel", "reference1": "reference1"}
    return {ours: message[theirs] for theirs, ours in names.items() if theirs in message}


def refusal(status: int, message: str) -> dict[str, Any]:
    """A refusal of a malformed or unauthorised call, in the form of every other answer."""
    return {"responseCode": "9000" if status >= 500 else "1000", "responseMessage": message}


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
        raise HttpError(401, f"agentCode {message['agentCode']} is not whose key or signature came with it")
    return message


def _is_moment(text: str) -> bool:
    """Whether the calendar has it, in a year of the Gregorian era."""
    try:
        datetime.fromisoformat(text)
        gregorian_day(text[:10])
    except ValueError:
        return False
    return True
