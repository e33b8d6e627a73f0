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
from partnerlab.sandbox.answer_file_text import is_same, joined, outcome
from partnerlab.sandbox.checklist import ChecklistStep
from partnerlab.sandbox.correction_step import brought_once, corrected
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
        yield brought_once(name, sent)
        if partner.cut_off:
            yield _after_cut_off(partner, name, by_role["after_cut_off"], sent, today)


def taking(partner: Partner) -> list[str]:
    """The files by which the partner hands over what it took by itself, not what our side asked it to debit."""
    moving = {name: layout.model.money for name, layout in sorted(partner.layouts.items()) if layout.model.money}
    if any(money.asks for money in moving.values()):
        return []
    return [name for name, money in moving.items() if money.takes and name in partner.sends_to_us]


def _paid_exactly(name: str, account: SandboxAccount, sent: SentFiles) -> ChecklistStep:
    def look(exchange: Exchange) -> Text | None:
        file = _about(exchange, name, account, sent)
        if file is None:
            return None
        paid = sum(file.paid.get(record, 0) for record in _records(file, account))
        if baht_text(paid) == account.owed:
            return outcome(file)
        if file.wrong and not paid:
            return file.wrong
        told = {
            "en": f"{baht_text(paid)} was paid of {account.owed}",
            "th": f"ชำระ {baht_text(paid)} จากยอด {account.owed}",
        }
        return joined(told, file.wrong) if file.wrong else told

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
        if file.is_used_name or not any(is_same(one, other) for other in meant for one in file.records):
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
