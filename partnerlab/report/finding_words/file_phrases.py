"""Translate what a judge of files or messages expected and saw into Thai, keeping the values."""

from __future__ import annotations

import re

from partnerlab.report.finding_words import message_rules

_WORDS = {
    "Gregorian": "ค.ศ.", "Buddhist": "พ.ศ.", "header": "ระเบียนหัว", "detail": "ระเบียนรายการ",
    "trailer": "ระเบียนท้าย", "first": "แรก", "last": "สุดท้าย", "short": "สั้น", "long": "ยาว",
}  # fmt: skip

_PHRASES = [
    (r"a date (\S+) with a (\w+) year that the calendar has", "วันที่ตามรูปแบบ {0} ปี {1} ที่มีอยู่จริงในปฏิทิน"),
    (r"a date not after (\S+), (\S+)", "วันที่ไม่หลัง {0} คือ {1}"),
    (r"a date not before (\S+), (\S+)", "วันที่ไม่ก่อน {0} คือ {1}"),
    (r"(\w+) not after (\w+) (\S+)", "{0} ไม่หลัง {1} คือ {2}"),
    (r"(\S+), as in the file's name", "{0} ตามชื่อไฟล์"),
    (r"(a moment such as .*), Gregorian", "{0} เป็น ค.ศ."),
    (r"a date (\S+) with a (\w+) year", "วันที่ตามรูปแบบ {0} ปี {1}"),
    (r"(a date \S+ with a \w+ year) from ([0-9]+) to ([0-9]+)", "{0} ตั้งแต่ {1} ถึง {2}"),
    (r"(the same as .*|empty|filled|zero|one of .*) unless (.*)", "{0} เว้นแต่ {1}"),
    (r"the same as (\S+)", "ตรงกับ {0}"),
    (r"empty", "ว่าง"),
    (r"filled", "ต้องมีค่า"),
    (r"zero", "เป็นศูนย์"),
    (r"the same as (\S+) while (.*)", "ตรงกับ {0} เมื่อ {1}"),
    (r"empty while (.*)", "ว่าง เมื่อ {0}"),
    (r"filled while (.*)", "ต้องมีค่า เมื่อ {0}"),
    (r"zero while (.*)", "เป็นศูนย์ เมื่อ {0}"),
    (r"one of (.*) while (.*)", "เป็นค่าใดใน {0} เมื่อ {1}"),
    (r"(\S+) is ([^ ]+(?: or [^ ]+)*)", "{0} เป็น {1}"),
    (r"(.*) once in a file", "{0} ได้ครั้งเดียวในไฟล์"),
    (r"again, first on line ([0-9]+)", "ซ้ำกับบรรทัดที่ {0}"),
    (r"a year from ([0-9]+) to ([0-9]+)", "ปีตั้งแต่ {0} ถึง {1}"),
    (r"year ([0-9]+)", "ปี {0}"),
    (r"year ([0-9]+), which is a (\w+) one", "ปี {0} ซึ่งเป็นปี {1}"),
    (r"some text without control characters", "ข้อความที่ไม่มีอักขระควบคุม"),
    (r"a line with (\S+) (\S+)", "บรรทัดที่ {0} เป็น {1}"),
    (r"lines of (\S+)", "บรรทัดของวันที่ {0}"),
    (r"('.*') to ('.*')", "{0} ถึง {1}"),
    (r"a time of day (\S+)", "เวลาตามรูปแบบ {0}"),
    (
        r"([0-9]+) digits 0-9, the last ([0-9]+) of them decimals of a baht",
        "ตัวเลข 0-9 จำนวน {0} หลัก โดย {1} หลักท้ายเป็นทศนิยมของบาท",
    ),
    (
        r"([0-9]+) digits 0-9, the last ([0-9]+) of them decimals of a baht, above zero",
        "ตัวเลข 0-9 จำนวน {0} หลัก โดย {1} หลักท้ายเป็นทศนิยมของบาท และมากกว่าศูนย์",
    ),
    (
        r"([0-9]+)(?: to ([0-9]+))? digits 0-9 from the first column on, then spaces",
        "ตัวเลข 0-9 จำนวน {0-1} หลัก ชิดซ้าย ตามด้วยช่องว่าง",
    ),
    (
        r"([0-9]+)(?: to ([0-9]+))? digits 0-9 up to the last column, after spaces",
        "ตัวเลข 0-9 จำนวน {0-1} หลัก ชิดขวา นำด้วยช่องว่าง",
    ),
    (r"([0-9]+)(?: to ([0-9]+))? digits 0-9", "ตัวเลข 0-9 จำนวน {0-1} หลัก"),
    (r"text in (\S+), beginning in the first column", "ข้อความรหัส {0} เริ่มที่คอลัมน์แรก"),
    (r"text in (\S+), ending in the last column", "ข้อความรหัส {0} จบที่คอลัมน์สุดท้าย"),
    (r"text in (\S+)", "ข้อความรหัส {0}"),
    (r"bytes that are none", "ไบต์ที่รหัสนี้ไม่มี"),
    (r"a number with ([0-9]+) decimals, such as (\S+)", "ตัวเลขทศนิยม {0} ตำแหน่ง เช่น {1}"),
    (r"a moment such as (.*)", "วันเวลา เช่น {0}"),
    (r"more than ('.*')", "มากกว่า {0}"),
    (r"([0-9]+) cells", "{0} ช่อง"),
    (r"an empty file", "ไฟล์ว่าง"),
    (r"personal data only where the contract marks it", "ข้อมูลส่วนบุคคลเฉพาะในช่องที่ข้อกำหนดระบุไว้"),
    (r"a token, or the first six and last four digits of the card", "รหัสแทนบัตร หรือเลขบัตรหกหลักแรกและสี่หลักท้าย"),
    (r"a whole card number", "เลขบัตรเต็ม"),
    (r"13 digits that pass the check digit", "ตัวเลข 13 หลักที่ตรงกับหลักตรวจสอบ"),
    (r"a (?:citizen|card|mandate|bank account or mandate) number of a person in play", "หมายเลขของบุคคลในการทดสอบ"),
    (r"text of the shape '(.*)'", "ข้อความรูปร่าง '{0}'"),
    (r"characters that (\S+) has, no control characters", "อักขระที่มีในรหัส {0} และไม่ใช่อักขระควบคุม"),
    (r"([0-9]+) spaces", "ช่องว่าง {0} ตัว"),
    (r"byte (\S+) at byte ([0-9]+) of the field", "ไบต์ {0} ที่ตำแหน่ง {1} ของฟิลด์"),
    (r"only spaces", "มีแต่ช่องว่าง"),
    (r"whole satang", "จำนวนเต็มสตางค์"),
    (r"one of (.*), or a new one", "ค่าใดค่าหนึ่งใน {0} หรือค่าใหม่"),
    (r"one of (.*)", "ค่าใดค่าหนึ่งใน {0}"),
    (r"what stands there, '(.*)'", "ค่าเดียวกับในระเบียนหัว '{0}'"),
    (r"(\S+), one byte a character", "รหัส {0} อักขระละหนึ่งไบต์"),
    (
        r"Thai text in UTF-8, three bytes a character: write the file in (\S+)",
        "ข้อความไทยแบบ UTF-8 อักขระละสามไบต์ ให้เขียนไฟล์เป็นรหัส {0}",
    ),
    (r"a byte order mark of UTF-8", "เครื่องหมาย BOM ของ UTF-8"),
    (r"nothing after the last line", "ไม่มีสิ่งใดต่อจากบรรทัดสุดท้าย"),
    (r"the end mark 0x1A", "เครื่องหมายจบไฟล์ 0x1A"),
    (r"records", "ระเบียนข้อมูล"),
    (r"a (\w+), a line beginning with '(.*)'", "{0} คือบรรทัดที่ขึ้นต้นด้วย '{1}'"),
    (r"a (\w+) or a (\w+)", "{0} หรือ {1}"),
    (r"a (\w+) after the (\w+)", "{0} ต่อจาก {1}"),
    (r"a (\w+) first", "{0} เป็นบรรทัดแรก"),
    (r"nothing after the trailer", "ไม่มีสิ่งใดต่อจากระเบียนท้าย"),
    (r"a (header|detail|trailer)", "{0}"),
    (r"([0-9]+) bytes, ([0-9]+) too (\w+)", "{0} ไบต์ {2}ไป {1} ไบต์"),
    (r"([0-9]+) bytes", "{0} ไบต์"),
    (r"no line end, here first", "ไม่มีรหัสจบบรรทัด พบที่บรรทัดนี้เป็นแห่งแรก"),
    (r"none in sight, here first", "บรรทัดยาวเกินระเบียนใด ๆ โดยไม่มีรหัสจบบรรทัด พบที่บรรทัดนี้เป็นแห่งแรก"),
    (r"(CRLF|LF|CR), here first", "{0} พบที่บรรทัดนี้เป็นแห่งแรก"),
    (r"(.*) as (\{\w+\}) of (\S+)", "{0} เป็น {1} ของ {2}"),
    (r"(\S*\{\w+\}\S*), with (.*)", "{0} โดย {1}"),
    (r"none|nothing", "ไม่มี"),
    (r"no (\w+) unless (\S+) of the header is (.*)", "ไม่มี{0} เว้นแต่ {1} ของระเบียนหัวเป็น {2}"),
    (r"([0-9]+), and (\S+) (.*)", "{0} ระเบียน โดย {1} เป็น {2}"),
    (r"(\S+) in '(.*)'", "{0} ในชื่อ '{1}'"),
    (r"a record on every line", "หนึ่งระเบียนต่อหนึ่งบรรทัด"),
    (r"an empty line, here first", "บรรทัดว่าง พบที่บรรทัดนี้เป็นแห่งแรก"),
    (r"([0-9.]+) baht", "{0} บาท"),
    (
        r"at least ([0-9]+), without the ([0-9]+) details? that cannot be read",
        "อย่างน้อย {0} โดยไม่นับ {1} รายการที่อ่านไม่ได้",
    ),
    (
        r"at least ([0-9.]+) baht, without the ([0-9]+) details? that cannot be read",
        "อย่างน้อย {0} บาท โดยไม่นับ {1} รายการที่อ่านไม่ได้",
    ),
]  # fmt: skip
_COMPILED = [(re.compile(pattern), thai) for pattern, thai in (*_PHRASES, *message_rules.PHRASES)]
_VERBATIM = re.compile(r"'[^']*'|[0-9]+|CRLF|LF")
"""What is the same in every language: text from the file, and numbers."""


def thai_phrase(text: str) -> str | None:
    """A phrase of a finding in Thai; None where this version has none for it."""
    if _VERBATIM.fullmatch(text):
        return text
    for pattern, thai in _COMPILED:
        if found := pattern.fullmatch(text):
            return _filled(thai, [_part(part) for part in found.groups()])
    return None


def _part(part: str | None) -> str:
    """A part of a phrase: a word, a list of the parts of a name, a phrase of its own, or what is the same in Thai."""
    if part is None:
        return ""
    pieces = re.split(r", (?=\{)", part)
    if len(pieces) > 1 or part.startswith("{"):
        named = (piece.partition(" ") for piece in pieces)
        return ", ".join(f"{name} {thai_phrase(told) or told}".rstrip() for name, _, told in named)
    return _WORDS.get(part) or thai_phrase(part) or part


def _filled(thai: str, parts: list[str]) -> str:
    """`{0}` is the first part, `{0-1}` the first two as a range where there are two."""
    if "{0-1}" in thai:
        thai = thai.replace("{0-1}", f"{parts[0]} ถึง {parts[1]}" if parts[1] else parts[0])
    return thai.format(*parts)
