"""The report's own words, in English and Thai, in one place.

A key names one idea; the page, the terminal and the tests all draw from here, so that a missing
translation is a failing test and never an English crumb on a Thai page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from partnerlab.report.reconciliation_words import RECONCILIATION_WORDS

Language = Literal["en", "th"]
Text = Mapping[str, str]
LANGUAGES: tuple[Language, ...] = ("en", "th")

WORDS: dict[str, tuple[str, str]] = RECONCILIATION_WORDS | {
    # verdicts
    "verdict.pass": ("Pass", "ผ่าน"),
    "verdict.fail": ("Fail", "ไม่ผ่าน"),
    "verdict.not_received": ("Not received", "ไม่ได้รับ"),
    "verdict.skip": ("Skipped", "ข้าม"),
    "verdict.omit": ("Does not apply", "ไม่เกี่ยวข้อง"),
    "verdict.error": ("Lab error", "ชุดทดสอบขัดข้อง"),
    "verdict.open": ("Open", "ยังไม่ได้พิสูจน์"),
    "verdict.outside": ("Outside", "นอกขอบเขต"),
    "meaning.pass": ("everything held", "เป็นไปตามข้อตกลงทุกข้อ"),
    "meaning.fail": ("something agreed did not hold", "มีข้อที่ไม่เป็นไปตามข้อตกลง"),
    "meaning.not_received": ("what was due never arrived", "สิ่งที่ควรส่งมาไม่มาถึง"),
    "meaning.skip": ("could not be told", "ยังตรวจไม่ได้"),
    "meaning.omit": ("not asked of this partner", "ไม่ใช่ข้อกำหนดของหน่วยงานนี้"),
    "meaning.error": ("the lab itself went wrong", "ชุดทดสอบผิดพลาดเอง"),
    # blame
    "blame": ("Whose fault", "ต้นเหตุ"),
    "blame.configuration": ("configuration", "การตั้งค่า"),
    "blame.partner": ("partner", "หน่วยงานคู่เชื่อมโยง"),
    "blame.system_under_test": ("system under test", "ระบบที่ถูกทดสอบ"),
    "blame.simulator": ("simulator", "ตัวจำลอง"),
    "blame.scenario": ("scenario", "สถานการณ์ทดสอบ"),
    "blame.network": ("network", "เครือข่าย"),
    # the run
    "page.title": ("Partner test report", "รายงานผลทดสอบการเชื่อมโยงข้อมูล"),
    "page.all_passed": ("All {n} scenarios passed", "ผ่านครบทั้ง {n} สถานการณ์"),
    "page.some_failed": ("{bad} of {n} scenarios did not pass", "ไม่ผ่าน {bad} จาก {n} สถานการณ์"),
    "page.none_failed": (
        "Nothing failed; {open} of {n} scenarios were not judged",
        "ไม่มีข้อที่ไม่ผ่าน แต่มี {open} จาก {n} สถานการณ์ที่ยังไม่ได้ตัดสิน",
    ),
    "page.judged_nothing": (
        "Nothing was judged: all {n} scenarios were skipped or do not apply",
        "ไม่มีสิ่งใดได้รับการตัดสิน ทั้ง {n} สถานการณ์ถูกข้ามหรือไม่เกี่ยวข้อง",
    ),
    "run.proved_nothing": (
        "This run proved nothing: no check passed that says anything of the implementation. The reason stands beside "
        "each.",
        "การตรวจครั้งนี้ยังพิสูจน์สิ่งใดไม่ได้ เพราะไม่มีข้อใดที่ผ่านและบอกได้ว่าระบบทำงานถูกต้อง เหตุผลอยู่ข้างแต่ละรายการ",
    ),
    "run.not_exercised": ("Not exercised", "ยังไม่ได้ตรวจ"),
    "page.nothing_ran": ("Nothing was run", "ไม่มีสถานการณ์ใดถูกทดสอบ"),
    "page.unfinished": (
        "The run did not finish. This report shows what was recorded until then.",
        "บันทึกการทดสอบไม่ครบ: การทดสอบครั้งนี้ดำเนินไปไม่จบ",
    ),
    "page.foot": (
        "One file, complete in itself: it loads nothing from any network and may be kept as evidence.",
        "รายงานนี้สมบูรณ์ในไฟล์เดียว ไม่เรียกข้อมูลจากเครือข่ายใด เก็บไว้เป็นหลักฐานได้",
    ),
    "page.no_script": (
        "Scripts are off, so the texts of the exchanges cannot be opened. Everything else is here.",
        "เบราว์เซอร์ปิดสคริปต์ไว้ จึงเปิดดูข้อความที่รับส่งไม่ได้ ส่วนอื่นแสดงครบถ้วน",
    ),
    "page.no_script_long": (
        "Scripts are off, so neither the texts of the exchanges nor the scenarios that passed can be opened.",
        "เบราว์เซอร์ปิดสคริปต์ไว้ จึงเปิดดูข้อความที่รับส่งและสถานการณ์ที่ผ่านแล้วไม่ได้",
    ),
    "run.seed": ("Seed", "ค่าตั้งต้น (seed)"),
    "run.version": ("partnerlab", "รุ่นของ partnerlab"),
    "run.python": ("Python", "รุ่นของ Python"),
    "run.sut": ("System under test", "ระบบที่ถูกทดสอบ"),
    "run.mode": ("Mode", "วิธีทดสอบ"),
    "run.at": ("Run at", "ทดสอบเมื่อ"),
    "run.unrecorded": ("not recorded", "ไม่ได้บันทึกไว้"),
    "run.seconds": ("Took", "ใช้เวลา"),
    "run.exit": ("Exit code", "รหัสผลการทำงาน (exit code)"),
    "run.extent": ("Extent", "ปริมาณ"),
    "mode.in_process": ("in one process", "ทำงานในโปรเซสเดียวกัน"),
    "mode.sockets": ("over real HTTP, on this machine", "ผ่าน HTTP จริงภายในเครื่องนี้"),
    "mode.cis": ("against a system outside the lab", "กับระบบภายนอกชุดทดสอบ"),
    "mode.verify": ("a partner's own implementation", "ระบบจริงของหน่วยงานคู่เชื่อมโยง"),
    "mode.folder": ("a partner's folder by the rules of all", "ตรวจโฟลเดอร์ของหน่วยงานตามกติกาที่ใช้ร่วมกัน"),
    "mode.file": ("one file by its layout", "ตรวจไฟล์เดียวตามโครงสร้างที่ตกลง"),
    "unit.seconds": ("s", "วินาที"),
    # parts of the page
    "part.overview": ("Overview", "ภาพรวม"),
    "part.requirements": ("Requirements", "ข้อกำหนด"),
    "part.scenarios": ("Scenarios", "สถานการณ์ทดสอบ"),
    "part.partners": ("By partner", "จำแนกตามหน่วยงาน"),
    "part.wrong": ("What went wrong", "ข้อที่ต้องแก้ไข"),
    "part.uncovered": ("Not covered by this run", "สิ่งที่การทดสอบครั้งนี้ไม่ครอบคลุม"),
    "part.steps": ("Steps", "ขั้นตอน"),
    "part.plot": ("On one time axis", "บนแกนเวลาเดียวกัน"),
    "part.diagram": ("What was exchanged", "ลำดับการรับส่ง"),
    "part.invariants": ("What must always hold", "เงื่อนไขที่ต้องเป็นจริงเสมอ"),
    "uncovered.nothing": (
        "Every scenario was judged, and every requirement of this run was tested.",
        "ตัดสินครบทุกสถานการณ์ และทดสอบครบทุกข้อกำหนดของการทดสอบครั้งนี้",
    ),
    "uncovered.requirements": (
        "{n} requirements that no scenario proves yet",
        "ข้อกำหนด {n} ข้อที่ยังไม่มีสถานการณ์ใดพิสูจน์",
    ),
    "uncovered.requirements.one": (
        "{n} requirement that no scenario proves yet",
        "ข้อกำหนด {n} ข้อที่ยังไม่มีสถานการณ์ใดพิสูจน์",
    ),
    "uncovered.never_started": (
        "{n} more scenarios were planned and never started.",
        "อีก {n} สถานการณ์อยู่ในแผนแต่ไม่ได้เริ่ม",
    ),
    "uncovered.never_started.one": (
        "{n} more scenario was planned and never started.",
        "อีก {n} สถานการณ์อยู่ในแผนแต่ไม่ได้เริ่ม",
    ),
    "count.scenarios": ("{n} scenarios", "{n} สถานการณ์"),
    "count.scenarios.one": ("{n} scenario", "{n} สถานการณ์"),
    "scenario.audit_log": ("Record of look-ups: {n}, head {head}", "บันทึกการสอบถามข้อมูล {n} รายการ ค่าหัวสายโซ่ {head}"),
    "count.steps": ("{n} steps", "{n} ขั้นตอน"),
    "count.steps.one": ("{n} step", "{n} ขั้นตอน"),
    "count.exchanges": ("{n} exchanges", "รับส่ง {n} ครั้ง"),
    "count.exchanges.one": ("{n} exchange", "รับส่ง {n} ครั้ง"),
    "count.findings": ("{n} against the contract", "ไม่เป็นไปตามข้อกำหนดการเชื่อมต่อ {n} จุด"),
    "count.proved": ("{n} of {all} requirements proved", "พิสูจน์แล้ว {n} จาก {all} ข้อกำหนด"),
    "count.open": ("{n} open, which no scenario proves", "ยังไม่มีสถานการณ์พิสูจน์ {n} ข้อ"),
    "count.outside": ("{n} outside, for the organisation to decide", "เป็นเรื่องที่องค์กรตัดสินใจเอง {n} ข้อ"),
    "count.held": ("held at {n} of {all} checks", "เป็นจริง {n} จาก {all} ครั้งที่ตรวจ"),
    "count.speed": ("{n} steps/s", "{n} ขั้นตอนต่อวินาที"),
    "count.settled": ("{n} payments settled", "ตัดชำระแล้ว {n} รายการ"),
    "count.debited": ("{n} debits entered", "ลงรายการหักบัญชีแล้ว {n} รายการ"),
    "count.seeded": ("{n} accounts read", "อ่านบัญชีแล้ว {n} ราย"),
    "count.shown": ("{n} shown", "แสดง {n} รายการ"),
    # filters and switches
    "filter.search": ("Search titles, partners, operations, requirements", "ค้นชื่อเรื่อง หน่วยงาน รายการ หรือข้อกำหนด"),
    "filter.partner": ("Partner", "หน่วยงาน"),
    "filter.all": ("All partners", "ทุกหน่วยงาน"),
    "filter.verdict": ("Verdict", "ผลการทดสอบ"),
    "filter.none": ("No scenario fits this filter.", "ไม่มีสถานการณ์ที่ตรงกับเงื่อนไข"),
    "filter.clear": ("Clear the filter", "ล้างตัวกรอง"),
    "switch.language": ("Language", "ภาษา"),
    "switch.theme": ("Light or dark", "สว่างหรือมืด"),
    "switch.skip": ("Skip to the scenarios", "ข้ามไปยังสถานการณ์ทดสอบ"),
    "switch.open_all": ("Open all", "เปิดทั้งหมด"),
    "switch.close_all": ("Close all", "ปิดทั้งหมด"),
    # a scenario
    "scenario.proves": ("Proves", "พิสูจน์ข้อกำหนด"),
    "scenario.start": ("Starts at", "เวลาเริ่มต้น"),
    "scenario.virtual": ("virtual time", "เวลาจำลอง"),
    "scenario.file": ("File", "ไฟล์"),
    "scenario.line": ("line {n}", "บรรทัดที่ {n}"),
    "scenario.reason": ("Reason", "เหตุผล"),
    "scenario.parties": ("Parties", "ผู้เกี่ยวข้อง"),
    "scenario.unfinished": ("The run ended before this scenario did.", "การทดสอบสิ้นสุดก่อนสถานการณ์นี้จบ"),
    "scenario.nothing": ("Nothing was exchanged.", "ไม่มีการรับส่งข้อมูล"),
    "scenario.link": ("Link to this place", "ลิงก์มายังจุดนี้"),
    "step": ("Step", "ขั้นตอนที่"),
    "step.not_reached": ("not reached", "ไปไม่ถึง"),
    "expected": ("Expected", "ที่คาดไว้"),
    "seen": ("Seen", "ที่พบจริง"),
    "criterion": ("Criterion", "เกณฑ์"),
    "matches": ("matches", "ตรง"),
    "differs": ("differs", "ไม่ตรง"),
    "nearest": ("Nearest to it", "ใกล้เคียงที่สุด"),
    "nearest.matched": ("{n} of {all} criteria match", "ตรง {n} จาก {all} เกณฑ์"),
    # a finding
    "finding.notice": ("Notice", "ข้อสังเกต"),
    "finding.untold": ("and {n} more that are not told here", "และอีก {n} จุดที่ไม่ได้แสดงไว้"),
    "file.stopped": (
        "Stopped with {percent} % of the work done: {name} was not judged, for a file is judged as a whole",
        "หยุดเมื่อตรวจไปได้ {percent}% ยังไม่ตัดสิน {name} เพราะต้องตรวจให้ครบทั้งไฟล์",
    ),
    "place.file": ("The file", "ไฟล์"),
    "place.columns": ("line {n}, columns {columns}", "บรรทัดที่ {n} คอลัมน์ {columns}"),
    "place.column": ("line {n}, column {columns}", "บรรทัดที่ {n} คอลัมน์ {columns}"),
    # an exchange
    "exchange": ("Exchange", "การรับส่งที่"),
    "exchange.request": ("Request", "คำขอ"),
    "exchange.answer": ("Answer", "คำตอบ"),
    "exchange.file": ("File", "ไฟล์"),
    "exchange.headers": ("Headers", "ส่วนหัว"),
    "exchange.body": ("Body", "เนื้อหา"),
    "exchange.empty": ("no body", "ไม่มีเนื้อหา"),
    "exchange.no_answer": ("No answer came.", "ไม่มีคำตอบกลับมา"),
    "exchange.pretty": ("Laid out", "จัดรูปแบบ"),
    "exchange.raw": ("Exact text", "ข้อความตามจริง"),
    "exchange.ruler": ("With column ruler", "แสดงตำแหน่งคอลัมน์"),
    "exchange.bytes": ("bytes", "ไบต์"),
    "exchange.inside": ("while handling exchange {n}", "ระหว่างดำเนินการรับส่งที่ {n}"),
    "exchange.left": ("Left", "ส่งเมื่อ"),
    "exchange.answered": ("Answered", "ตอบเมื่อ"),
    "exchange.lost.request": ("request lost on the way", "คำขอสูญหายระหว่างทาง"),
    "exchange.lost.answer": ("answer lost on the way", "คำตอบสูญหายระหว่างทาง"),
    "exchange.faults": ("Faults put in on purpose", "ความผิดปกติที่จำลองขึ้น"),
    "exchange.masked": ("{n} pieces of personal data masked", "ปิดบังข้อมูลส่วนบุคคล {n} จุด"),
    "exchange.masked.one": ("{n} piece of personal data masked", "ปิดบังข้อมูลส่วนบุคคล {n} จุด"),
    "exchange.excused": (
        "caused by an injected fault; not counted",
        "เป็นผลจากความผิดปกติที่จำลองขึ้น ไม่นับเป็นข้อผิดพลาด",
    ),
    "exchange.copy": ("Copy", "คัดลอก"),
    "exchange.copied": ("Copied", "คัดลอกแล้ว"),
    "exchange.close": ("Close", "ปิด"),
    "exchange.previous": ("Previous exchange", "การรับส่งก่อนหน้า"),
    "exchange.next": ("Next exchange", "การรับส่งถัดไป"),
    "exchange.all": ("Show all texts under the diagram", "แสดงข้อความทั้งหมดใต้แผนภาพ"),
    "exchange.none": ("Hide all texts", "ซ่อนข้อความทั้งหมด"),
    "exchange.hint": ("Choose an arrow to read the exact request and answer.", "เลือกลูกศรเพื่ออ่านข้อความที่รับส่งจริง"),
    "exchange.gone": ("This exchange is not in the report.", "ไม่พบการรับส่งนี้ในรายงาน"),
    "clock": ("Clock", "นาฬิกาจำลอง"),
    # requirements
    "requirement": ("Requirement", "ข้อกำหนด"),
    "requirement.verdict": ("Verdict", "ผล"),
    "requirement.by": ("Tested by", "ทดสอบโดย"),
    "requirement.none": ("No requirements are named in this run.", "การทดสอบครั้งนี้ไม่ได้อ้างข้อกำหนดใด"),
    "requirement.failed": ("Failed", "ไม่ผ่าน"),
    "requirement.untested": ("Not tested", "ยังไม่ได้ทดสอบ"),
    "requirement.partial": (
        "Not all scenarios were run: requirements are judged only by a run of all.",
        "ยังไม่ได้ทดสอบครบทุกสถานการณ์ ข้อกำหนดจะตัดสินได้เมื่อทดสอบครบเท่านั้น",
    ),
    # terminal
    "terminal.stopped": ("Stopped after {n} of {all} scenarios", "หยุดหลังทดสอบ {n} จาก {all} สถานการณ์"),
    "terminal.judged_nothing": (
        "Nothing was judged: every scenario was skipped or does not apply. The reason stands beside each.",
        "ไม่มีสิ่งใดได้รับการตัดสิน ทุกสถานการณ์ถูกข้ามหรือไม่เกี่ยวข้อง เหตุผลอยู่ข้างแต่ละรายการ",
    ),
    "terminal.report": ("Report", "รายงานอยู่ที่"),
}


def translate(key: str, language: Language, **values: object) -> str:
    """The word or phrase named `key`; `{name}` places in it are filled from `values`, and one is said as one."""
    exact = f"{key}.one" if str(values.get("n")) == "1" and f"{key}.one" in WORDS else key
    text = WORDS[exact][LANGUAGES.index(language)]
    return text.format(**values) if values else text


def in_both_languages(key: str, **values: object) -> dict[str, str]:
    """The same in every language, in the shape that texts have in the event stream."""
    return {language: translate(key, language, **values) for language in LANGUAGES}


def in_language(text: Any, language: Language) -> str:
    """A text of the stream (`{"en", "th"}`, or plain) in one language, or in whichever there is."""
    if isinstance(text, Mapping):
        spoken = text.get(language) or text.get("en") or next(iter(text.values()), "")
        return str(spoken)
    return "" if text is None else str(text)


def is_text(value: Any) -> bool:
    """Whether a value of an event is a text for people, in Thai, English or both."""
    return isinstance(value, Mapping) and bool(value) and set(value) <= set(LANGUAGES)


def verdict_word(verdict: str, language: Language) -> str:
    """A verdict as people say it; one this version does not know is shown as it is."""
    return translate(f"verdict.{verdict}", language) if f"verdict.{verdict}" in WORDS else verdict


def blame_word(blame: str, language: Language) -> str:
    """Whose fault, as people say it; an unknown one is shown as it is."""
    return translate(f"blame.{blame}", language) if f"blame.{blame}" in WORDS else blame
