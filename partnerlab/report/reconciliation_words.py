"""The words of the page that reconciles agents' money, in English and Thai."""

from __future__ import annotations

RECONCILIATION_WORDS: dict[str, tuple[str, str]] = {
    "part.reconciliation": ("Reconciliation of payments", "การกระทบยอดรับชำระ"),
    "reconciliation.intro": (
        "Day by day and agent by agent: what was handed over, as the lab counted it from judged messages and files; "
        "what our side booked; and what the agent reports. Amounts in baht. A dash: the agent reports nothing, and the "
        "third term is left out. Each scenario begins with empty books.",
        "เปรียบเทียบรายวันและรายตัวแทน: ยอดที่นำส่ง (นับจากข้อความและไฟล์ที่ตรวจแล้ว) ยอดที่ระบบ กปน. บันทึก และยอดที่ตัวแทนรายงาน "
        "จำนวนเงินเป็นบาท เครื่องหมายขีดหมายถึงตัวแทนไม่มีรายงาน จึงไม่มียอดที่สามให้เทียบ แต่ละสถานการณ์เริ่มจากบัญชีว่าง",
    ),
    "reconciliation.differences": ("Differences", "รายการที่ยอดไม่ตรงกัน"),
    "reconciliation.none": ("Nothing differs.", "ไม่มีรายการที่ยอดไม่ตรงกัน"),
    "reconciliation.totals": ("Totals per agent and channel", "ยอดรวมรายตัวแทนและช่องทาง"),
    "reconciliation.days": ("Day by day", "รายวัน"),
    "reconciliation.agent": ("Agent", "ตัวแทน"),
    "reconciliation.channel": ("Channel", "ช่องทาง"),
    "reconciliation.day": ("Day", "วันที่"),
    "reconciliation.kind": ("What differs", "ลักษณะผลต่าง"),
    "reconciliation.reference": ("Reference", "เลขอ้างอิง"),
    "reconciliation.ours": ("In our books", "บัญชี กปน."),
    "reconciliation.theirs": ("In the report", "รายงานตัวแทน"),
    "reconciliation.gap": ("Difference", "ผลต่าง"),
    "reconciliation.handed_over": ("Handed over", "นำส่ง"),
    "reconciliation.unsure": ("Of unknown outcome", "ยังไม่ทราบผล"),
    "reconciliation.booked": ("Booked", "บันทึกแล้ว"),
    "reconciliation.reversed": ("Reversed", "ยกเลิก"),
    "reconciliation.reported": ("Reported", "ตัวแทนรายงาน"),
    "reconciliation.not_booked": ("Handed over, not booked as such", "ยอดนำส่งกับยอดบันทึกไม่ตรงกัน"),
    "reconciliation.total": ("All agents and channels", "รวมทุกตัวแทนและทุกช่องทาง"),
    "reconciliation.prepared": ("Prepared by", "ผู้จัดทำ"),
    "reconciliation.checked": ("Checked by", "ผู้ตรวจสอบ"),
    "reconciliation.date": ("Date", "วันที่ลงนาม"),
    "reconciliation.way.messages": ("Messages", "ข้อความออนไลน์"),
    "reconciliation.way.payment_files": ("Payment files", "ไฟล์รับชำระ"),
    "reconciliation.way.debit_results": ("Results of debits", "ไฟล์ผลการหักบัญชี"),
    "reconciliation.kind.missing_here": ("Reported, not in our books", "ตัวแทนรายงาน แต่ไม่มีในบัญชี กปน."),
    "reconciliation.kind.missing_there": ("In our books, not reported", "มีในบัญชี กปน. แต่ตัวแทนไม่รายงาน"),
    "reconciliation.kind.amount_differs": ("Amount differs", "จำนวนเงินไม่ตรงกัน"),
    "reconciliation.kind.reversed_but_reported": ("Reversed, but reported", "ยกเลิกแล้ว แต่ยังอยู่ในรายงาน"),
    "reconciliation.kind.in_two_files": ("In two files", "ซ้ำในสองไฟล์"),
    "reconciliation.kind.file_refused": ("File refused, nothing booked", "ไฟล์ไม่ผ่านการตรวจ ไม่ได้บันทึกรายการ"),
    "reconciliation.kind.file_missing": ("No file of the day", "ไม่มีไฟล์ของวันนั้น"),
}
