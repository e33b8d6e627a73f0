"""The gateway's codes for our outcomes, and the words that a terminal shows."""

from __future__ import annotations

from typing import Any

from reference.cis.messages import FeeKind, OutcomeCode
from reference.cis.partners._common.payment_outcomes import code_of, codes_of

CODES = codes_of("krungthai_edc", OutcomeCode)
BAD_CREDENTIALS, MALFORMED, FAILED = (
    code_of("krungthai_edc", outcome) for outcome in ("bad_credentials", "malformed", "failed")
)
_MESSAGES = {
    "0000": "สำเร็จ",
    "0005": "พ้นกำหนดเวลา กรุณาติดต่อสำนักงานประปา",
    "0006": "ไม่พบเลขที่ใบแจ้งหนี้",
    "0007": "จำนวนเงินไม่ตรงกับยอดที่ต้องชำระ",
    "0008": "ไม่พบรายการชำระเงินเดิม หรือรหัสอ้างอิงไม่ตรงกัน",
    "0010": "ไม่พบทะเบียนผู้ใช้น้ำ",
    "0014": "ไม่มียอดค้างชำระ หรือชำระแล้ว",
    "0019": "ยกเลิกรายการไม่ได้ ยกเลิกได้ภายในวันที่บันทึกเท่านั้น",
    "0021": "เลขอ้างอิงซ้ำ แต่ข้อมูลไม่ตรงกับรายการเดิม",
    "0022": "ใบแจ้งหนี้อยู่ระหว่างหักบัญชีธนาคาร",
    "0999": "ระบบขัดข้อง",
}
FEES: dict[str, FeeKind | None] = {"CHARGES": None, "SUSPENSION_WAIVER": FeeKind.SUSPENSION_WAIVER}
"""What a product code asks for: what is owed, or the price of a service."""
STATUS = {"POSTED": "Success", "REVERSED": "Void"}
SIDES = {"paid": "SALE", "voided": "VOID"}


def envelope(outcome: OutcomeCode, data: dict[str, Any] | None = None) -> dict[str, Any]:
    """The envelope of an answer: code and text, around the data of a success."""
    code = CODES[outcome]
    body: dict[str, Any] = {"code": code, "message": _MESSAGES[code]}
    return body | ({"data": data} if data and outcome is OutcomeCode.DONE else {})
