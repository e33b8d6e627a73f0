"""The bank's codes for our outcomes, and what its channels show."""

from __future__ import annotations

from typing import Any

from reference.cis.messages import FeeKind, OutcomeCode
from reference.common.codes import Codes

BAD_CREDENTIALS, MALFORMED, REVERSED, FAILED = "2", "3", "19", "999"
CODES = Codes(
    OutcomeCode,
    {
        OutcomeCode.DONE: "0",
        OutcomeCode.MALFORMED: MALFORMED,
        OutcomeCode.APPROVAL_OF_ANOTHER_DAY: "5",
        OutcomeCode.AMOUNT_WRONG: "7",
        OutcomeCode.APPROVAL_UNKNOWN: "8",
        OutcomeCode.PAYMENT_UNKNOWN: "8",
        OutcomeCode.CUSTOMER_UNKNOWN: "10",
        OutcomeCode.NOTHING_OWED: "14",
        OutcomeCode.APPROVAL_USED: "14",
        OutcomeCode.ALREADY_REVERSED: REVERSED,
        OutcomeCode.TOO_LATE: REVERSED,
        OutcomeCode.NUMBER_REUSED: "21",
        OutcomeCode.WITH_BANK: "22",
    },
    otherwise=FAILED,  # limits and terms that this bank does not have
)
_MESSAGES = {
    "0": "สำเร็จ",
    "5": "การอนุมัติหมดอายุ กรุณาขออนุมัติใหม่",
    "7": "จำนวนเงินไม่ตรงกับยอดที่ต้องชำระ",
    "8": "ไม่พบรายการเดิม หรือรหัสอ้างอิงไม่ตรงกัน",
    "10": "ไม่พบทะเบียนผู้ใช้น้ำ",
    "14": "ไม่มียอดค้างชำระ หรือชำระแล้ว",
    "19": "รายการนี้ถูกยกเลิกแล้ว หรือเลยกำหนดเวลายกเลิก",
    "21": "เลขอ้างอิงซ้ำ แต่ข้อมูลไม่ตรงกับรายการเดิม",
    "22": "ใบแจ้งหนี้อยู่ระหว่างหักบัญชีธนาคาร",
    "999": "ระบบขัดข้อง",
}
FEES: dict[str, FeeKind | None] = {"CHARGES": None, "SUSPENSION_WAIVER": FeeKind.SUSPENSION_WAIVER}
"""What a product code asks for: what is owed, or the price of a service."""


def result(code: str, message: str | None = None) -> dict[str, Any]:
    """What every answer says of how it went."""
    return {"respCode": code, "respMsg": message or _MESSAGES[code]}
