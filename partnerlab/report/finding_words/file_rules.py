"""The rules that a record file breaks, as people say them; the names under which the judge knows them stay English."""

from __future__ import annotations

import re

from partnerlab.report.finding_words import file_phrases
from partnerlab.report.translations import LANGUAGES, Language

RULES: dict[str, tuple[str, str]] = {
    "accounted for": ("Accounted for", "ต้องมีคำตอบครบทุกรายการ"),
    "amount": ("Amount", "จำนวนเงิน"),
    "as in the header": ("Same as in the header", "ต้องตรงกับระเบียนหัว"),
    "blank line": ("Blank line", "บรรทัดว่าง"),
    "byte order mark": ("Byte order mark", "เครื่องหมาย BOM"),
    "calendar": ("Date of the calendar", "วันที่ต้องมีอยู่จริงในปฏิทิน"),
    "cells": ("Cells of a line", "จำนวนช่องในบรรทัด"),
    "character": ("Character", "อักขระ"),
    "code": ("Code", "รหัส"),
    "constant": ("Constant", "ค่าคงที่"),
    "day of the file": ("Day of the file", "วันที่ตามชื่อไฟล์"),
    "digits": ("Digits", "ตัวเลข"),
    "empty file": ("Empty file", "ไฟล์ว่าง"),
    "encoding": ("Encoding", "รหัสอักขระของไฟล์"),
    "end of file": ("End of file", "ท้ายไฟล์"),
    "era": ("Era of the year", "ศักราชของปี"),
    "file name": ("File name", "ชื่อไฟล์"),
    "lines that are needed": ("Lines that are needed", "บรรทัดที่ต้องมี"),
    "whole day": ("Whole day", "ครบทั้งวัน"),
    "follows from line to line": ("Follows from line to line", "เวลาต่อเนื่องทุกบรรทัด"),
    "justified": ("Justified", "การจัดชิดขอบ"),
    "line end": ("Line end", "ตัวจบบรรทัด"),
    "line of names": ("Line of names", "บรรทัดชื่อคอลัมน์"),
    "number": ("Number", "ตัวเลข"),
    "order": ("Order of records", "ลำดับประเภทระเบียน"),
    "order of dates": ("Order of dates", "ลำดับของวันที่"),
    "outside the agreed data": ("Outside the agreed data", "ข้อมูลส่วนบุคคลนอกขอบเขตข้อตกลง"),
    "possible citizen number": ("Possible citizen number", "อาจเป็นเลขประจำตัวประชาชน"),
    "range": ("Range", "ช่วงของค่า"),
    "record length": ("Record length", "ความยาวระเบียน"),
    "record type": ("Record type", "ประเภทระเบียน"),
    "requires": ("One value demands another", "ค่าหนึ่งกำหนดอีกค่าหนึ่ง"),
    "required": ("Required", "ต้องมีค่า"),
    "rises from line to line": ("Rises from line to line", "ค่าเพิ่มขึ้นทุกบรรทัด"),
    "sequence": ("Sequence", "เลขลำดับ"),
    "the same on every line": ("The same on every line", "ค่าเดียวกันทุกบรรทัด"),
    "time": ("Time", "เวลา"),
    "time of the message": ("Time of the message", "เวลาที่ข้อความระบุ"),
    "unique": ("Once in a file", "ต้องไม่ซ้ำในไฟล์"),
    "unknown code": ("Unknown code", "รหัสที่ไม่รู้จัก"),
    "unmarked personal data": ("Unmarked personal data", "ข้อมูลส่วนบุคคลนอกช่องที่กำหนด"),
    "total": ("Control total", "ยอดควบคุม"),
    "whole card number": ("Whole card number", "เลขบัตรเต็ม"),
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


def translate_expectation(text: str, language: Language) -> str:
    """What a judge of files expected or saw, in a language; a sentence not known here stays as it is."""
    return (file_phrases.thai_phrase(text) or text) if language == "th" else text
