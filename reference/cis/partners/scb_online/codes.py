"""The bank's codes for our outcomes, and what the teller reads."""

from __future__ import annotations

from reference.cis.messages import FeeKind, OutcomeCode
from reference.cis.partners._common.payment_outcomes import code_of, codes_of
from reference.common.codes import Codes

MALFORMED, REFERENCE3, UNABLE, DUPLICATE, FAILED = (
    code_of("scb_online", outcome)
    for outcome in ("malformed", "service_unknown", "bad_credentials", "repeated", "failed")
)

CODES = codes_of("scb_online", OutcomeCode)
MESSAGES = Codes(
    OutcomeCode,
    {
        OutcomeCode.DONE: "สำเร็จ",
        OutcomeCode.CUSTOMER_UNKNOWN: "ไม่พบทะเบียนผู้ใช้น้ำ",
        OutcomeCode.INVOICE_UNKNOWN: "ไม่พบเลขที่ใบแจ้งหนี้",
        OutcomeCode.AMOUNT_WRONG: "จำนวนเงินไม่ตรงกับยอดที่ต้องชำระ",
        OutcomeCode.NOTHING_OWED: "ไม่มียอดค้างชำระ หรือชำระแล้ว",
        OutcomeCode.OVERDUE: "เกินกำหนดชำระ กรุณาชำระที่สำนักงานประปา",
        OutcomeCode.WITH_BANK: "ใบแจ้งหนี้อยู่ระหว่างหักบัญชีธนาคาร",
        OutcomeCode.PAYMENT_UNKNOWN: "ไม่พบรายการชำระเงินเดิม",
        OutcomeCode.NUMBER_REUSED: "เลขที่รายการซ้ำ แต่ข้อมูลไม่ตรงกับรายการเดิม",
        OutcomeCode.TOO_LATE: "เลยกำหนดเวลายกเลิก ยกเลิกได้ภายในวันที่ชำระเท่านั้น",
    },
    otherwise="ทำรายการไม่ได้ กรุณาติดต่อสำนักงานประปา",
)
REPEATED, TAKEN_BACK = "รายการซ้ำ บันทึกไว้แล้ว", "รายการนี้ถูกยกเลิกไปแล้ว"
UNKNOWN_SERVICE = "ไม่พบบริการตามรหัสอ้างอิง 3"
SERVICES: dict[str | None, FeeKind | None] = {None: None, "WAIVER": FeeKind.SUSPENSION_WAIVER}
"""What reference3 asks for; without it, what is owed."""
