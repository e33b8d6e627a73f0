"""Steps for a partner that hands over money in files: paid exactly, corrected, a used name, after the cut-off.

Which file takes money and which of ours answers it is read from the layouts' marks (`money`), so one set of steps fits
every agent's and every bank's file, by SFTP, mail and web page.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from partnerlab.lab.journal import Exchange
from partnerlab.lab.partners.partner import Partner
from partnerlab.sandbox.accounts import SandboxAccount
from partnerlab.sandbox.checklist import SHOWN, ChecklistStep
from partnerlab.sandbox.sent_files import Record, SentFile, SentFiles
from partnerlab.scenario.verdicts import Text
from partnerlab.world.accounts.money import baht_text


def file_steps(
    partner: Partner, accounts: list[SandboxAccount], sent: SentFiles, today: date
) -> Iterator[ChecklistStep]:
    """In the order in which one would show them; none where no file of the partner takes money, or none for a bank."""
    by_role = {account.role: account for account in accounts}
    for name in taking(partner):
        yield _paid_exactly(name, by_role["plain"], sent)
        yield waited(name, by_role["late"], sent, _pay(by_role["late"]))
        yield corrected(partner, name, sent, _two(by_role["good_line"], by_role["bad_line"]))
        yield used_name(name, sent, _pay(by_role["used_name"]))
        if partner.cut_off:
            yield _after_cut_off(partner, name, by_role["after_cut_off"], sent, today)


def taking(partner: Partner) -> list[str]:
    """The files by which the partner hands over what it took by itself, not what our side asked it to debit."""
    moving = {name: layout.model.money for name, layout in sorted(partner.layouts.items()) if layout.model.money}
    if any(money.asks for money in moving.values()):
        return []
    return [name for name, money in moving.items() if money.takes and name in partner.sends_to_us]


def answer_awaited(file: SentFile) -> Text:
    """Until our side has answered a file."""
    return {
        "en": f"#{file.number} {file.name} has come; our answer is still to come",
        "th": f"ได้รับ #{file.number} {file.name} แล้ว รอไฟล์ตอบ",
    }


def refusal(file: SentFile) -> Text:
    """What our side had against a file, or against some of its records, and what the lab found in it."""
    told = _refusal(file)
    return _joined(told, file.wrong) if file.wrong else told


def _joined(one: Text, other: Text) -> Text:
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


def _paid_exactly(name: str, account: SandboxAccount, sent: SentFiles) -> ChecklistStep:
    def look(exchange: Exchange) -> Text | None:
        file = _about(exchange, name, account, sent)
        if file is None:
            return None
        paid = baht_text(sum(file.paid.get(record, 0) for record in _records(file, account)))
        if paid != account.owed:
            return {"en": f"{paid} was paid of {account.owed}", "th": f"ชำระ {paid} จากยอด {account.owed}"}
        return outcome(file)

    title = {"en": f"A file {name} that pays exactly", "th": f"ไฟล์ {name} ที่ชำระเต็มตามยอด"}
    return ChecklistStep(f"{name}/paid_exactly", title, _pay(account), look)


def waited(name: str, account: SandboxAccount, sent: SentFiles, advice: Text) -> ChecklistStep:
    """Our answer is late: what was not answered is not sent under another name."""
    first: list[SentFile] = []

    def look(exchange: Exchange) -> Text | None:
        file = _about(exchange, name, account, sent)
        if file is None:
            return None
        if not first:
            first.append(file)
        if file is not first[0] and file.number == exchange.number and first[0].answer is None:
            return {
                "en": f"#{file.number} {file.name} brings it again before {first[0].name} was answered",
                "th": f"#{file.number} {file.name} ส่งซ้ำก่อนได้รับไฟล์ตอบของ {first[0].name}",
            }
        if any(each is not first[0] and each.is_named(account) for each in sent.files):
            return None
        return outcome(first[0])

    title = {"en": f"Waited for our late answer to a file {name}", "th": f"รอไฟล์ตอบของ {name} ที่มาช้า โดยไม่ส่งซ้ำ"}
    return ChecklistStep(f"{name}/late_answer", title, advice, look)


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
            bad.append(file)
            return _now_correct(file)
        return file.wrong

    title = {
        "en": f"A file {name} with a bad line, answered and understood",
        "th": f"ไฟล์ {name} ที่มีรายการผิด อ่านไฟล์ตอบแล้วแก้ไขส่งใหม่",
    }
    whole = _refuses_whole(partner, name)
    return ChecklistStep(f"{name}/bad_line", title, _to_correct(advice, whole), look)


def _judged_correction(bad: SentFile, file: SentFile, sent: SentFiles, exchange: Exchange) -> Text | None:
    """What a file that came after a refused one has to do with it; None if nothing."""
    again = [record for record in file.records if any(_is_same(record, booked) for booked in bad.booked)]
    if again:
        return {
            "en": f"#{file.number} {file.name} brings {len(again)} payments again that {bad.answer} says are booked",
            "th": f"#{file.number} {file.name} ส่งซ้ำ {len(again)} รายการที่ {bad.answer} แจ้งว่าบันทึกแล้ว",
        }
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


def _is_same(one: Record, other: Record) -> bool:
    """Whether two records are one payment, though the file, and with it a moment, was made anew."""
    return sum(mine != its for mine, its in zip(one, other, strict=True)) <= (len(one) > _FEW)


_FEW = 2
"""So many fields that tell a record apart are those of a debit: its mandate and its invoice."""


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


def used_name(name: str, sent: SentFiles, advice: Text) -> ChecklistStep:
    """A name that was used is refused; the same payments come under a name of their own."""
    used: list[SentFile] = []

    def look(exchange: Exchange) -> Text | None:
        file = sent.of(exchange)
        if file is None or file.operation != name:
            return None
        if file.is_used_name and file.number == exchange.number:
            used.append(file)
            return {
                "en": f"#{file.number} {file.name} has a name that was used: it is not taken up; give it another",
                "th": f"#{file.number} {file.name} ใช้ชื่อที่เคยส่งแล้ว ระบบไม่รับ ให้ส่งด้วยชื่อใหม่",
            }
        meant = (record for each in used for record in each.records)
        if file.is_used_name or not any(_is_same(one, other) for other in meant for one in file.records):
            return None
        return outcome(file)

    title = {
        "en": f"A file {name} under a used name, then under one of its own",
        "th": f"ไฟล์ {name} ที่ใช้ชื่อซ้ำ แล้วส่งใหม่ด้วยชื่อของตน",
    }
    more = {"en": "in a file named like one that you sent before, then:", "th": "ในไฟล์ที่ชื่อซ้ำกับที่เคยส่ง แล้วส่งใหม่:"}
    told = {language: f"{more[language]} {advice[language]}" for language in advice}
    return ChecklistStep(f"{name}/used_name", title, told, look)


def _after_cut_off(partner: Partner, name: str, account: SandboxAccount, sent: SentFiles, today: date) -> ChecklistStep:
    cut_off = partner.cut_off

    def look(exchange: Exchange) -> Text | None:
        file = _about(exchange, name, account, sent)
        if file is None or cut_off is None:
            return None
        if partner.business_day(file.left) <= today:
            at = f"{file.left:%H:%M}"
            return {
                "en": f"it came at {at}, before the cut-off {cut_off:%H:%M}",
                "th": f"ส่งเมื่อ {at} ก่อนเวลาตัดรอบ {cut_off:%H:%M}",
            }
        day = partner.business_day(file.left).isoformat()
        if file.day != day:
            return {
                "en": f"#{file.number} {file.name} is of {file.day or '?'}; from the cut-off on it belongs to {day}",
                "th": f"#{file.number} {file.name} เป็นของวันที่ {file.day or '?'} หลังเวลาตัดรอบต้องเป็นของ {day}",
            }
        return outcome(file)

    at = f"{cut_off:%H:%M}"
    title = {
        "en": f"A file {name} after the cut-off, {at}, under the next day",
        "th": f"ไฟล์ {name} หลังเวลาตัดรอบ {at} เป็นของวันถัดไป",
    }
    clock = {"en": "move the clock by the control API, then", "th": "เลื่อนนาฬิกาด้วย control API แล้ว"}
    advice = {language: f"{clock[language]} {text}" for language, text in _pay(account).items()}
    return ChecklistStep(f"{name}/after_the_cut_off", title, advice, look)


def _about(exchange: Exchange, name: str, account: SandboxAccount, sent: SentFiles) -> SentFile | None:
    file = sent.of(exchange)
    return file if file is not None and file.operation == name and file.is_named(account) else None


def _records(file: SentFile, account: SandboxAccount) -> set[Record]:
    return {record for record in file.records if account.invoice.encode() in record}


def _refuses_whole(partner: Partner, name: str) -> bool:
    files = partner.agreement.get("files", {})
    return bool(files.get(name, {}).get("bad_record") == "refuse_file")


def _pay(account: SandboxAccount) -> Text:
    return {
        "en": f"pay {account.owed} for {account.reference1}, invoice {account.invoice}",
        "th": f"ชำระ {account.owed} ของ {account.reference1} ใบแจ้งหนี้ {account.invoice}",
    }


def _two(right: SandboxAccount, wrong: SandboxAccount) -> Text:
    return {
        "en": f"pay {right.owed} for {right.reference1}, invoice {right.invoice}, rightly, and {wrong.owed} for "
        f"{wrong.reference1}, invoice {wrong.invoice}, with a mistake",
        "th": f"ชำระ {right.owed} ของ {right.reference1} ใบแจ้งหนี้ {right.invoice} ให้ถูกต้อง และ {wrong.owed} ของ "
        f"{wrong.reference1} ใบแจ้งหนี้ {wrong.invoice} ให้ผิด",
    }


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
