"""The rules that a record file breaks, as people say them; the names under which the judge knows them stay English."""

from __future__ import annotations

import re

from partnerlab.report.words import LANGUAGES, Language

RULES: dict[str, tuple[str, str]] = {
    "accounted for": ("Accounted for", "ต้องมีคำตอบครบทุกรายการ"),
    "amount": ("Amount", "จำนวนเงิน"),
    "as in the header": ("Same as in the header", "ต้องตรงกับระเบียนหัว"),
    "blank line": ("Blank line", "บรรทัดว่าง"),
    "calendar": ("Date of the calendar", "วันที่ต้องมีอยู่จริงในปฏิทิน"),
    "character": ("Character", "อักขระ"),
    "code": ("Code", "รหัส"),
    "constant": ("Constant", "ค่าคงที่"),
    "digits": ("Digits", "ตัวเลข"),
    "empty file": ("Empty file", "ไฟล์ว่าง"),
    "encoding": ("Encoding", "รหัสอักขระของไฟล์"),
    "end of file": ("End of file", "ท้ายไฟล์"),
    "era": ("Era of the year", "ศักราชของปี"),
    "file name": ("File name", "ชื่อไฟล์"),
    "justified": ("Justified", "การจัดชิดขอบ"),
    "line end": ("Line end", "ตัวจบบรรทัด"),
    "order": ("Order of records", "ลำดับประเภทระเบียน"),
    "outside the agreed data": ("Outside the agreed data", "ข้อมูลส่วนบุคคลนอกขอบเขตข้อตกลง"),
    "record length": ("Record length", "ความยาวระเบียน"),
    "record type": ("Record type", "ประเภทระเบียน"),
    "required": ("Required", "ต้องมีค่า"),
    "sequence": ("Sequence", "เลขลำดับ"),
    "time": ("Time", "เวลา"),
    "total": ("Control total", "ยอดควบคุม"),
}
_OF_A_NAME = re.compile(r"([a-z0-9_]+) (as in the header)")
_ONLY_IF = re.compile(r"(?P<role>header|detail|trailer) only if")
_ROLES = {"header": "ระเบียนหัว", "detail": "ระเบียนรายการ", "trailer": "ระเบียนท้าย"}


def rule_word(rule: str, language: Language) -> str:
    """A rule as people say it; one this version does not know is shown as it is."""
    if found := _OF_A_NAME.fullmatch(rule):
        return f"{found[1]}: {rule_word(found[2], language)}"
    if found := _ONLY_IF.fullmatch(rule):
        return f"มี{_ROLES[found['role']]}ได้เฉพาะเมื่อ" if language == "th" else rule
    return RULES[rule][LANGUAGES.index(language)] if rule in RULES else rule


_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"([0-9]+) digits 0-9, the last ([0-9]+) of them decimals of a baht",
     r"ตัวเลข 0-9 จำนวน \1 หลัก โดย \2 หลักท้ายเป็นสตางค์"),
    (r"([0-9]+)( to [0-9]+)? digits 0-9 from the first column on, then spaces",
     r"ตัวเลข 0-9 จำนวน \1\2 หลัก ชิดซ้าย เติมช่องว่าง"),
    (r"([0-9]+)( to [0-9]+)? digits 0-9 from the last column on, then spaces",
     r"ตัวเลข 0-9 จำนวน \1\2 หลัก ชิดขวา เติมช่องว่าง"),
    (r"([0-9]+)( to [0-9]+)? digits 0-9", r"ตัวเลข 0-9 จำนวน \1\2 หลัก"),
    (r"a date (\w+) with a Gregorian year", r"วันที่ \1 เป็นปี ค.ศ."),
    (r"a date (\w+) with a Buddhist year", r"วันที่ \1 เป็นปี พ.ศ."),
    (r"year ([0-9]+), which is a Buddhist one", r"ปี \1 ซึ่งเป็น พ.ศ."),
    (r"year ([0-9]+), which is a Gregorian one", r"ปี \1 ซึ่งเป็น ค.ศ."),
    (r"a time of day (\w+)", r"เวลา \1"),
    (r"text in (\w+), beginning in the first column", r"ข้อความรหัส \1 ชิดซ้าย"),
    (r"text in (\w+), ending in the last column", r"ข้อความรหัส \1 ชิดขวา"),
    (r"([0-9]+) spaces", r"ช่องว่าง \1 ตัว"),
    (r"only spaces", r"มีแต่ช่องว่าง"),
    (r"one of (.+)", r"ค่าใดค่าหนึ่งใน \1"),
    (r"(\w+), one byte a character", r"\1 อักขระละหนึ่งไบต์"),
    (r"Thai text in UTF-8, three bytes a character: write the file in (\w+)",
     r"ภาษาไทยเป็น UTF-8 อักขระละสามไบต์ ให้เขียนไฟล์เป็น \1"),
    (r"a byte order mark of UTF-8", r"มีเครื่องหมาย BOM ของ UTF-8"),
    (r"([0-9]+) bytes, ([0-9]+) too short", r"\1 ไบต์ สั้นไป \2"),
    (r"([0-9]+) bytes, ([0-9]+) too long", r"\1 ไบต์ ยาวไป \2"),
    (r"([0-9]+) bytes", r"\1 ไบต์"),
    (r"text of the shape '(.+)'", r"ข้อความรูปแบบ '\1'"),
    (r"a (header|detail|trailer), a line beginning with '(.+)'", r"ระเบียน \1 ซึ่งขึ้นต้นบรรทัดด้วย '\2'"),
    (r"at least ([0-9]+), without the ([0-9]+) details that cannot be read", r"อย่างน้อย \1 ไม่รวม \2 รายการที่อ่านไม่ได้"),
    (r"what stands there, ('.*')", r"ค่าเดียวกับระเบียนหัวคือ \1"),
    (r"(.+), here first", r"\1 พบครั้งแรกที่นี่"),
    (r"none|nothing", r"ไม่มี"),
    (r"records", r"ระเบียนข้อมูล"),
    (r"a record on every line", r"ทุกบรรทัดต้องเป็นระเบียน"),
)  # fmt: skip


def told(text: str, language: Language) -> str:
    """What a judge of files expected or saw, in a language; the value alone, or a sentence not known here, as it is."""
    if language == "th":
        for pattern, thai in _SENTENCES:
            if found := re.fullmatch(pattern, text):
                return found.expand(re.sub(r"\\([0-9])", r"\\g<\1>", thai)).replace(" to ", " ถึง ")
    return text
