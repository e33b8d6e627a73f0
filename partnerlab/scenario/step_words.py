"""What our side's jobs, its things that can be looked at, and moments are called, in English and Thai."""

from __future__ import annotations

import re
from datetime import date

from partnerlab.world.calendar.thai_dates import be_long

JOBS: dict[str, tuple[str, str]] = {
    "work_queue": ("sends what waits and is due", "ส่งงานที่รออยู่และถึงกำหนด"),
    "take_up_files": ("fetches the files that have come", "รับไฟล์ที่เข้ามา"),
    "survey": ("surveys the site", "สำรวจสถานที่"),
    "estimate": ("estimates the cost", "ประมาณราคา"),
    "install": ("installs the meter", "ติดตั้งมาตรวัดน้ำ"),
    "repair": ("reports on a repair", "บันทึกผลการซ่อม"),
    "read_materials": ("reads the list of materials", "อ่านรายการวัสดุ"),
    "issue_materials": ("makes a requisition slip", "จัดทำใบเบิกวัสดุ"),
    "compare_copies": ("asks who keeps copies what they hold", "ตรวจสอบสำเนาคำร้องกับหน่วยงานที่เก็บสำเนา"),
    "finish_work": ("reports that work is done", "บันทึกว่างานเสร็จแล้ว"),
    "draw_deposits": ("pays open bills from deposits", "ตัดชำระบิลค้างจากเงินรับล่วงหน้า"),
    "announce_bills": ("announces today's bills", "แจ้งใบแจ้งค่าน้ำของวัน"),
    "announce_outage": ("announces an outage", "แจ้งพื้นที่น้ำไม่ไหล"),
    "make_debits": ("sends the banks the bills to debit", "ส่งรายการหักบัญชีให้ธนาคาร"),
    "change_mandate": ("changes the state of a mandate", "เปลี่ยนสถานะหนังสือยินยอมหักบัญชี"),
    "suspend": ("records that an account's water is cut off", "บันทึกการงดจ่ายน้ำ"),
    "register_welfare": ("asks whether a customer holds a welfare card", "ตรวจสอบสิทธิบัตรสวัสดิการแห่งรัฐ"),
    "prove_veteran": ("asks whether a customer is a veteran", "ตรวจสอบสิทธิทหารผ่านศึก"),
    "prove_land": ("asks whether the land is the applicant's", "ตรวจสอบกรรมสิทธิ์ที่ดิน"),
    "prove_vat": ("asks whether a branch is registered for VAT", "ตรวจสอบทะเบียนภาษีมูลค่าเพิ่ม"),
    "take_paper": ("takes a paper copy", "รับสำเนาเอกสาร"),
    "verify_audit_log": ("recounts the record of look-ups", "ตรวจสอบบันทึกการเรียกดูข้อมูล"),
    "erase_person": ("erases what it may of a person", "ลบข้อมูลของบุคคลเท่าที่ลบได้"),
    "keep_agreement": ("keeps a signed agreement", "จัดเก็บข้อตกลงที่ลงนามแล้ว"),
    "verify_papers": ("recounts the papers", "ตรวจสอบเอกสารที่จัดเก็บ"),
    "alter_paper": ("changes a kept paper, as a rehearsal", "แก้ไขเอกสารที่จัดเก็บเพื่อซักซ้อม"),
    "write_log": ("writes a line into its log, as a rehearsal", "เขียนบันทึกระบบเพื่อซักซ้อม"),
    "carry_note": ("sends a header with a note, as a rehearsal", "ส่งข้อความในส่วนหัวเพื่อซักซ้อม"),
    "lose_store": ("loses its store for some calls", "ฐานข้อมูลใช้งานไม่ได้ชั่วคราว"),
    "measure": ("takes the values of its probes", "บันทึกค่าที่วัดได้"),
    "log": ("lets its logger tell values", "รับค่าจากเครื่องบันทึก"),
}

THINGS: dict[str, tuple[str, str]] = {
    "request": ("the request", "คำร้อง"),
    "account": ("the account", "ทะเบียนผู้ใช้น้ำ"),
    "bill": ("the bill", "ใบแจ้งค่าน้ำ"),
    "payment": ("the payment", "รายการชำระเงิน"),
    "day_total": ("the total of a day", "ยอดรวมประจำวัน"),
    "reconciliation": ("the reconciliation", "การกระทบยอด"),
    "file": ("the file", "ไฟล์"),
    "mandate": ("the mandate", "หนังสือยินยอมหักบัญชี"),
    "material": ("the material", "วัสดุ"),
    "material_readings": ("how reading the materials went", "ผลการอ่านรายการวัสดุ"),
    "requisition_slip": ("the requisition slip", "ใบเบิกวัสดุ"),
    "parked_debits": ("the parked lines of a bank", "รายการของธนาคารที่พักไว้"),
    "outbox": ("what waits to be sent", "ข้อความที่รอส่ง"),
    "disclosures": ("the record of look-ups", "บันทึกการเปิดเผยข้อมูล"),
    "audit_log": ("the head of the record of look-ups", "ค่าตรวจสอบของบันทึกการเรียกดูข้อมูล"),
    "person": ("what is held about a person", "ข้อมูลที่เก็บเกี่ยวกับบุคคล"),
    "papers": ("the papers", "เอกสารที่จัดเก็บ"),
    "reading": ("the reading", "ค่าที่วัดได้"),
    "comparison": ("the sources beside each other", "การเปรียบเทียบแหล่งข้อมูล"),
    "feed": ("the polls of a feed", "การดึงข้อมูล"),
    "station": ("the station", "สถานี"),
    "alerts": ("the alerts of a station", "การแจ้งเตือนของสถานี"),
    "plan": ("the plan of pumping", "แผนการสูบน้ำ"),
    "plot": ("the lines of an operation", "กราฟการดำเนินงาน"),
    "balance": ("the balance of a dam", "สมดุลน้ำของเขื่อน"),
}

_UNITS = {"second": "วินาที", "minute": "นาที", "hour": "ชั่วโมง", "day": "วัน"}
_DAYS = {"day": "วันถัดไป", "business day": "วันทำการถัดไป", "bank day": "วันทำการธนาคารถัดไป"}


def thai_moment(text: str) -> str:
    """A moment of a scenario in Thai, such as `to next day 08:30`; one of another form as it is written."""
    if match := re.fullmatch(r"by ([0-9.]+) (second|minute|hour|day)s?", text):
        return f"{match[1]} {_UNITS[match[2]]}"
    if match := re.fullmatch(r"to next (day|business day|bank day) ([0-9:]+)", text):
        return f"ถึง{_DAYS[match[1]]} {match[2]} น."
    if match := re.fullmatch(r"to ([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9:]+)", text):
        return f"ถึงวันที่ {be_long(date.fromisoformat(match[1]))} {match[2]} น."
    if match := re.fullmatch(r"to ([0-9:]+)", text):
        return f"ถึง {match[1]} น."
    if match := re.fullmatch(r"past the cut-off of (\w+)", text):
        return f"ถึงหลังเวลาตัดรอบของ {match[1]}"
    return "ถึงสิ้นเดือน" if text == "to month end" else text
