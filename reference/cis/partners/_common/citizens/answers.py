"""What citizens' channels are answered, in their words: bare lists, and numbers as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Response

from reference.cis.messages import (
    Item,
    MonthUsage,
    Outage,
    Outcome,
    OutcomeCode,
    OwnAccount,
    PastPayment,
    TrackedRequest,
)
from reference.cis.numbers import baht
from reference.cis.partners._common.citizens.messages import KINDS, status_word
from reference.common.codes import Codes
from reference.common.http_api import json_answer

CODES = Codes(
    OutcomeCode,
    {
        OutcomeCode.DONE: "PAID",
        OutcomeCode.AMOUNT_WRONG: "AMOUNT_DIFFERS",
        OutcomeCode.INVOICE_UNKNOWN: "INVOICE_UNKNOWN",
        OutcomeCode.NOTHING_OWED: "NOTHING_OWED",
        OutcomeCode.HAS_ARREARS: "HAS_ARREARS",
        OutcomeCode.WITH_BANK: "WITH_BANK",
        OutcomeCode.ON_AUTOMATIC_DEBIT: "ON_AUTOMATIC_DEBIT",
        OutcomeCode.PAYMENT_UNKNOWN: "PAYMENT_UNKNOWN",
        OutcomeCode.NUMBER_REUSED: "NUMBER_REUSED",
    },
    otherwise="FAILED",  # terms that no channel of citizens has
)
MESSAGES = {
    "PAID": "ชำระเงินเรียบร้อย",
    "AMOUNT_DIFFERS": "จำนวนเงินไม่ตรงกับยอดที่ต้องชำระ",
    "INVOICE_UNKNOWN": "ไม่พบเลขที่ใบแจ้งหนี้ของทะเบียนผู้ใช้น้ำนี้",
    "NOTHING_OWED": "ไม่มียอดค้างชำระ หรือชำระแล้ว",
    "HAS_ARREARS": "มีค่าน้ำค้างชำระมากกว่าหนึ่งเดือน ไม่สามารถชำระผ่านเว็บไซต์ กรุณาชำระที่สำนักงานประปาสาขา",
    "WITH_BANK": "ใบแจ้งหนี้อยู่ระหว่างหักบัญชีธนาคาร",
    "ON_AUTOMATIC_DEBIT": "ผู้ใช้น้ำสมัครหักบัญชีธนาคารหรือบัตรเครดิตอัตโนมัติ ไม่สามารถชำระผ่านเว็บไซต์",
    "PAYMENT_UNKNOWN": "ไม่พบรายการชำระเงิน",
    "NUMBER_REUSED": "เลขที่รายการซ้ำ แต่ข้อมูลไม่ตรงกับรายการเดิม",
    "FAILED": "ระบบขัดข้อง",
}


def text_list(shape: Callable[[Any], dict[str, Any]], items: Iterable[Any]) -> Response:
    """A bare list."""
    return json_answer([shape(item) for item in items])


def account_row(account: OwnAccount) -> dict[str, Any]:
    return {
        "accountCode": account.registration,
        "branchCode": account.branch,
        "customerName": account.name,
        "address": account.address,
        "meterSize": account.meter_size,
        "accountStatus": account.state.upper(),
        "automaticDebit": "Y" if account.on_debit else "N",
    }


def bill_row(item: Item) -> dict[str, Any]:
    return {
        "itemType": item.item_type,
        "invoiceNumber": item.invoice,
        "billMonth": item.month,
        "dueDate": item.due,
        "amount": baht(item.amount),
    }


def month_row(month: MonthUsage) -> dict[str, Any]:
    told = {"billMonth": month.month, "usage": None if month.volume is None else str(month.volume)}
    told["amount"] = None if month.amount is None else baht(month.amount)
    return {name: value for name, value in told.items() if value is not None}


def payment_row(payment: PastPayment) -> dict[str, Any]:
    return {
        "receiptNumber": payment.receipt,
        "paidAt": payment.paid_at,
        "amount": baht(payment.amount),
        "paymentStatus": payment.state,
    }


def payment_answer(number: str, outcome: Outcome) -> dict[str, Any]:
    """The answer to a payment: the receipt, or the reason and the text for the citizen."""
    code = CODES[outcome.code]
    told = {"transactionId": number, "resultCode": code, "message": MESSAGES[code]}
    if outcome.code is OutcomeCode.DONE:
        told |= {"receiptNumber": outcome.receipt, "paidAmount": baht(outcome.amount), "paidAt": outcome.at}
        told["repeated"] = "Y" if outcome.repeated else "N"
    return told


def payment_state(number: str, outcome: Outcome) -> dict[str, Any]:
    """The status of a payment: booked, or never received."""
    told = {"transactionId": number, "paymentStatus": outcome.state or "UNKNOWN"}
    return told | ({"receiptNumber": outcome.receipt, "paidAmount": baht(outcome.amount)} if outcome.state else {})


def request_row(request: TrackedRequest) -> dict[str, Any]:
    told: dict[str, Any] = {"requestId": request.number, "requestCode": KINDS[request.kind]}
    if request.registration:
        told["accountCode"] = request.registration
    steps = [{"status": status_word(step.status), "note": step.note, "statusAt": step.at} for step in request.steps]
    return told | {"status": steps[-1]["status"], "statusList": steps}


def area_row(outage: Outage) -> dict[str, Any]:
    """As the real app tells it: coordinates as they were written, blanks included."""
    return {
        "areaName": outage.area,
        "startDate": outage.starts,
        "endDate": outage.ends,
        "soi": outage.soi,
        "reason": outage.reason,
        "impactBranches": list(outage.branches),
        "polygons": [{"coordinates": [{"latitude": north, "longitude": east} for north, east in outage.corners]}],
    }
