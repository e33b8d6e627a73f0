"""The step for a file with a bad line: our answer is read, and what it refused comes again, corrected; nothing else."""

from __future__ import annotations

from partnerlab.lab.journal import Exchange
from partnerlab.lab.partners.partner import Partner
from partnerlab.sandbox.answer_file_text import brought_again, outcome, refusal
from partnerlab.sandbox.checklist import SHOWN, ChecklistStep
from partnerlab.sandbox.sent_files import Record, SentFile, SentFiles
from partnerlab.scenario.verdicts import Text


def corrected(partner: Partner, name: str, sent: SentFiles, advice: Text) -> ChecklistStep:
    """A file with a bad line, answered and understood: only what was refused comes again, under another name."""
    bad: list[SentFile] = []

    def look(exchange: Exchange) -> Text | None:
        file = sent.of(exchange)
        if file is None or file.operation != name:
            return None
        if bad and file is not bad[-1] and (shown := _judged_correction(bad[-1], file, sent, exchange)):
            return shown
        if not file.is_used_name and (file.refused or (file.answer and not file.accepted)):
            if again := _booked_before(file, sent):
                return again
            bad.append(file)
            return _now_correct(file)
        return file.wrong

    title = {
        "en": f"A file {name} with a bad line, answered and understood",
        "th": f"ไฟล์ {name} ที่มีรายการผิด อ่านไฟล์ตอบแล้วแก้ไขส่งใหม่",
    }
    whole = refuses_whole(partner, name)
    return ChecklistStep(f"{name}/bad_line", title, _to_correct(advice, whole), look)


def brought_once(name: str, sent: SentFiles) -> ChecklistStep:
    """What our side has booked comes in no other file; shown by a good file, taken back by one that does."""

    def look(exchange: Exchange) -> Text | None:
        file = sent.of(exchange)
        if file is None or file.operation != name:
            return None
        return _booked_before(file, sent) or (SHOWN if outcome(file) is SHOWN else None)

    title = {
        "en": f"Nothing that is booked is brought again in another file {name}",
        "th": f"ไม่ส่งรายการที่บันทึกแล้วซ้ำในไฟล์ {name} อื่น",
    }
    advice = {"en": "read our answers, and send only what is new", "th": "อ่านไฟล์ตอบ แล้วส่งเฉพาะรายการใหม่"}
    return ChecklistStep(f"{name}/brought_once", title, advice, look, revocable=True)


def _booked_before(file: SentFile, sent: SentFiles) -> Text | None:
    """That it was refused because another file had brought the same; it is not to be sent once more."""
    others = (other for other in sent.files if other is not file and other.operation == file.operation)
    return next(filter(None, (brought_again(other, file) for other in others)), None)


def _judged_correction(bad: SentFile, file: SentFile, sent: SentFiles, exchange: Exchange) -> Text | None:
    """What a file that came after a refused one has to do with it; None if nothing."""
    if again := brought_again(bad, file):
        return again
    if not any(_is_like(one, other, file.telling) for one in file.records for other in bad.refused):
        return None
    if sent.sees_fetching and bad.answer not in sent.fetched and file.number == exchange.number:
        return {
            "en": f"#{file.number} {file.name} corrects #{bad.number} before our answer {bad.answer} was fetched",
            "th": f"#{file.number} {file.name} แก้ไข #{bad.number} ก่อนดึงไฟล์ตอบ {bad.answer}",
        }
    missing = len(bad.refused) - len(file.records)
    if missing > 0:
        return {
            "en": f"#{file.number} {file.name} leaves out {missing} payments that were refused with #{bad.number}",
            "th": f"#{file.number} {file.name} ขาด {missing} รายการที่ถูกปฏิเสธใน #{bad.number}",
        }
    if sent.sees_fetching and bad.answer not in sent.fetched:
        return None
    return None if file.answer and not file.all_booked else outcome(file)


def _is_like(one: Record, other: Record, telling: tuple[int, ...]) -> bool:
    """Whether a record may be another one corrected: it speaks of the same customer or bill."""
    return any(one[place] == other[place] != b"" for place in telling)


def _now_correct(file: SentFile) -> Text:
    which = (
        {"en": "only what was refused", "th": "เฉพาะรายการที่ถูกปฏิเสธ"}
        if file.accepted
        else {"en": "the whole file", "th": "ทั้งไฟล์"}
    )
    told = refusal(file)
    return {
        "en": f"{told['en']}; fetch it, and send {which['en']} corrected, under another name",
        "th": f"{told['th']} ให้ดึงไฟล์ตอบ แล้วส่ง{which['th']}ที่แก้ไขแล้วด้วยชื่อใหม่",
    }


def refuses_whole(partner: Partner, name: str) -> bool:
    """Whether one bad record has our side refuse its file, and not the record alone."""
    files = partner.agreement.get("files", {})
    return bool(files.get(name, {}).get("bad_record") == "refuse_file")


def _to_correct(advice: Text, whole: bool) -> Text:
    then = (
        {"en": "send the whole file again, corrected", "th": "แก้ไขและส่งใหม่ทั้งไฟล์"}
        if whole
        else {"en": "send only what was refused, corrected", "th": "แก้ไขและส่งเฉพาะรายการที่ถูกปฏิเสธ"}
    )
    return {
        "en": f"{advice['en']}; fetch our answer, then {then['en']}, under another name",
        "th": f"{advice['th']} ดึงไฟล์ตอบ จากนั้น{then['th']}ด้วยชื่อใหม่",
    }
