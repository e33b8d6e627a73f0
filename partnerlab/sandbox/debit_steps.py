"""Steps for a bank that debits: it fetches our file, answers each bill once and in time, and heeds our answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from partnerlab.lab.journal import Exchange
from partnerlab.lab.partners.partner import Partner
from partnerlab.sandbox.accounts import SandboxAccount
from partnerlab.sandbox.answer_file_text import brought_again, outcome
from partnerlab.sandbox.checklist import SHOWN, ChecklistStep
from partnerlab.sandbox.correction_step import brought_once, corrected, refuses_whole
from partnerlab.sandbox.file_steps import used_name, waited
from partnerlab.sandbox.sent_files import SentFile, SentFiles
from partnerlab.scenario.verdicts import Text


def debit_steps(partner: Partner, accounts: list[SandboxAccount], sent: SentFiles) -> Iterator[ChecklistStep]:
    """For each form in which our side has asked; none for a partner that is not asked to debit."""
    late = next((account for account in accounts if account.role == "file_3"), None)
    for asking, name in asked_forms(partner, sent):
        if late is None:
            return
        if sent.sees_fetching:
            yield _fetched(asking, name, sent)
        yield _collected(name, sent)
        yield _refused(name, sent)
        if partner.cut_off:
            yield _in_time(name, partner.cut_off, sent)
        if refuses_whole(partner, name):
            yield corrected(partner, name, sent, _ANSWER_WRONG)
        else:
            yield _put_aside(name, sent)
        yield used_name(name, sent, _ANSWER)
        yield brought_once(name, sent)
        yield waited(name, late, sent, _answer_of(late))


def asked_forms(partner: Partner, sent: SentFiles) -> Iterator[tuple[str, str]]:
    """Our file and the bank's answer to it, in each form in which our side has asked; forms differ by their ending."""
    layouts = {name: layout for name, layout in sorted(partner.layouts.items()) if layout.model.money}
    for asking in (name for name, layout in layouts.items() if layout.model.money and layout.model.money.asks):
        if not any(layouts[asking].named(file) for file in sent.asked):
            continue
        ending = asking.partition("_")[2]
        for name, layout in layouts.items():
            takes = layout.model.money and layout.model.money.takes
            if takes and name in partner.sends_to_us and name.partition("_")[2] == ending:
                yield asking, name


_ANSWER: Text = {"en": "answer one of our files", "th": "ตอบไฟล์หนึ่งของเรา"}
_ANSWER_WRONG: Text = {
    "en": "answer one of our files with a mistake in one line",
    "th": "ตอบไฟล์หนึ่งของเราโดยมีรายการผิดหนึ่งบรรทัด",
}


def _answer_of(account: SandboxAccount) -> Text:
    return {
        "en": f"answer the file that asks for invoice {account.invoice}",
        "th": f"ตอบไฟล์ที่ขอหักบัญชีของใบแจ้งหนี้ {account.invoice}",
    }


def _fetched(asking: str, name: str, sent: SentFiles) -> ChecklistStep:
    def look(exchange: Exchange) -> Text | None:
        file = _brought(exchange, name, sent)
        if file is None:
            return None
        if sent.fetched & sent.asked.keys():
            return SHOWN
        return {
            "en": f"#{file.number} {file.name} came before any of our files was fetched: {', '.join(sent.asked)}",
            "th": f"#{file.number} {file.name} ส่งมาก่อนดึงไฟล์ของเรา: {', '.join(sent.asked)}",
        }

    title = {"en": f"Our file {asking} fetched", "th": f"ดึงไฟล์ {asking} ของเราแล้ว"}
    waiting = ", ".join(sent.asked)
    return ChecklistStep(f"{asking}/fetched", title, {"en": f"read {waiting}", "th": f"อ่าน {waiting}"}, look)


def _collected(name: str, sent: SentFiles) -> ChecklistStep:
    def look(exchange: Exchange) -> Text | None:
        file = _brought(exchange, name, sent)
        if file is None:
            return None
        how = outcome(file)
        if how is SHOWN and not file.paid:
            return {"en": f"#{file.number} collects nothing", "th": f"#{file.number} ไม่มีรายการที่หักได้"}
        return how

    title = {
        "en": f"A file {name} that answers each bill once, with what was collected, under the day of our file",
        "th": f"ไฟล์ {name} ที่ตอบครบทุกใบแจ้งหนี้ใบละครั้ง มียอดที่หักได้ ตรงวันที่ของไฟล์ที่ขอ",
    }
    return ChecklistStep(f"{name}/collected", title, _ANSWER, look)


def _refused(name: str, sent: SentFiles) -> ChecklistStep:
    def look(exchange: Exchange) -> Text | None:
        file = _brought(exchange, name, sent)
        if file is None or len(file.paid) == len(file.records):
            return None
        return outcome(file)

    title = {"en": f"A file {name} with a bill that is not debited", "th": f"ไฟล์ {name} ที่มีรายการหักบัญชีไม่ได้"}
    advice = {"en": "answer a bill with a code of refusal", "th": "ตอบใบแจ้งหนี้หนึ่งใบด้วยรหัสปฏิเสธ"}
    return ChecklistStep(f"{name}/refused", title, advice, look)


def _put_aside(name: str, sent: SentFiles) -> ChecklistStep:
    """A bad line does not stop the others: it waits for our people, and the bank goes on with another file."""
    bad: list[SentFile] = []

    def look(exchange: Exchange) -> Text | None:
        file = _brought(exchange, name, sent)
        if file is None or file.answer is None:
            return None
        if file.wrong and file.accepted:
            bad.append(file)
            return {
                "en": f"{file.wrong['en']}; {file.answer} says that the file is settled: do not send that line again, "
                "and go on with another file",
                "th": f"{file.wrong['th']} {file.answer} แจ้งว่ารับไฟล์แล้ว ไม่ต้องส่งรายการนั้นซ้ำ ให้ตอบไฟล์อื่นต่อ",
            }
        return (brought_again(bad[-1], file) or outcome(file)) if bad else None

    title = {
        "en": f"A file {name} with a bad line, which is put aside and not sent again",
        "th": f"ไฟล์ {name} ที่มีรายการผิด ซึ่งรอเจ้าหน้าที่พิจารณา โดยไม่ส่งซ้ำ",
    }
    then = {"en": "read our answer, then answer another file", "th": "อ่านไฟล์ตอบ แล้วตอบไฟล์อื่น"}
    advice = {language: f"{_ANSWER_WRONG[language]}; {then[language]}" for language in then}
    return ChecklistStep(f"{name}/bad_line", title, advice, look)


def _in_time(name: str, cut_off: time, sent: SentFiles) -> ChecklistStep:
    def look(exchange: Exchange) -> Text | None:
        file = _brought(exchange, name, sent)
        if file is None or not file.accepted:
            return None
        if file.left.time() < cut_off:
            return SHOWN
        at = f"{file.left:%H:%M}"
        return {
            "en": f"#{file.number} came at {at}, after the cut-off {cut_off:%H:%M}",
            "th": f"#{file.number} ส่งเมื่อ {at} หลังเวลาตัดรอบ {cut_off:%H:%M}",
        }

    title = {
        "en": f"A file {name} before the cut-off, {cut_off:%H:%M}",
        "th": f"ไฟล์ {name} ก่อนเวลาตัดรอบ {cut_off:%H:%M}",
    }
    return ChecklistStep(f"{name}/in_time", title, _ANSWER, look)


def _brought(exchange: Exchange, name: str, sent: SentFiles) -> SentFile | None:
    file = sent.of(exchange)
    return file if file is not None and file.operation == name else None
