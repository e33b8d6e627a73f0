"""What our answer to a file says of it, in words: awaited, refused, taken up, or brought again."""

from __future__ import annotations

from partnerlab.sandbox.checklist import SHOWN
from partnerlab.sandbox.sent_files import Record, SentFile
from partnerlab.scenario.verdicts import Text

_FEW = 2
"""So many fields that tell a record apart are those of a debit: its mandate and its invoice."""


def answer_awaited(file: SentFile) -> Text:
    """Until our side has answered a file."""
    return {
        "en": f"#{file.number} {file.name} has come; our answer is still to come",
        "th": f"ได้รับ #{file.number} {file.name} แล้ว รอไฟล์ตอบ",
    }


def refusal(file: SentFile) -> Text:
    """What our side had against a file, or against some of its records, and what the lab found in it."""
    told = _refusal(file)
    return joined(told, file.wrong) if file.wrong else told


def joined(one: Text, other: Text) -> Text:
    """Two things that are said of one file."""
    return {language: f"{one[language]}; {other[language]}" for language in one}


def _refusal(file: SentFile) -> Text:
    if not file.accepted:
        said = f": {file.said}" if file.said else ""
        return {
            "en": f"#{file.number} {file.name} was refused as a whole{said}; {file.answer} says why",
            "th": f"#{file.number} {file.name} ถูกปฏิเสธทั้งไฟล์{said} ดูเหตุผลใน {file.answer}",
        }
    some = f"{len(file.refused)}/{len(file.records)}"
    return {
        "en": f"#{file.number} {file.name}: {some} records refused; see {file.answer}",
        "th": f"#{file.number} {file.name}: ปฏิเสธ {some} รายการ ดู {file.answer}",
    }


def outcome(file: SentFile) -> Text:
    """How a file stands that should be taken up whole."""
    if file.answer is None:
        return file.wrong or answer_awaited(file)
    if file.all_booked:
        return file.wrong or SHOWN
    return refusal(file)


def brought_again(first: SentFile, file: SentFile) -> Text | None:
    """That a file repeats what our answer to the first one calls booked."""
    again = [record for record in file.records if any(is_same(record, booked) for booked in first.booked)]
    return (
        {
            "en": f"#{file.number} {file.name} brings {len(again)} payments again that {first.answer} says are booked",
            "th": f"#{file.number} {file.name} ส่งซ้ำ {len(again)} รายการที่ {first.answer} แจ้งว่าบันทึกแล้ว",
        }
        if again
        else None
    )


def is_same(one: Record, other: Record) -> bool:
    """Whether two records are one payment, though the file, and with it a moment, was made anew."""
    return sum(mine != its for mine, its in zip(one, other, strict=True)) <= (len(one) > _FEW)
