"""The bank's codes for our outcomes, and what its channels show."""

from __future__ import annotations

from typing import Any

from reference.cis.messages import FeeKind, OutcomeCode
from reference.cis.partners._common.payment_outcomes import code_of, codes_of

BAD_CREDENTIALS, MALFORMED, REVERSED, FAILED = (
    code_of("krungthai_online", outcome) for outcome in ("bad_credentials", "malformed", "already_reversed", "failed")
)
CODES = codes_of("krungthai_online", OutcomeCode)
_MESSAGES = {
    "0": "สำเร็จ",
    "5": "พ้นกำหนดเวลา กรุณาขออนุมัติใหม่หรือติดต่อสำนักงานประปา",
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
    """The result fields of every answer."""
    return {"respCode": code, "respMsg": message or _MESSAGES[code]}
