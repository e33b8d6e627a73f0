"""Steps for a partner that hands over money in messages: what it does when our side is silent, late or broken.

What a message does with money is read from the contract's marks (`x-money`), so one set of steps fits every dialect.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

from partnerlab.contract.http.message import Answer
from partnerlab.contract.http.message_place import value_at
from partnerlab.contract.http.money_marks import MoneyMarks, Tells, Values, accepts, all_hold, any_holds, key_at
from partnerlab.lab.journal import Exchange
from partnerlab.lab.partners.partner import Partner
from partnerlab.sandbox.accounts import SandboxAccount
from partnerlab.sandbox.checklist import SHOWN, ChecklistStep, first_failure
from partnerlab.sandbox.misbehaviour import Misbehaviour
from partnerlab.scenario.verdicts import Text

Key = tuple[str, ...]


def payment_steps(
    partner: Partner, accounts: list[SandboxAccount], misbehaviour: Misbehaviour, today: date
) -> Iterator[ChecklistStep]:
    """None where no message of the partner takes money."""
    marks = [o.money for o in partner.consumer.operations.values() if o.money] if partner.consumer else []
    if not any(mark.takes for mark in marks):
        return
    by_role = {account.role: account for account in accounts}
    yield _paid(by_role["plain"])
    yield _resent(by_role["no_answer"], misbehaviour, _SILENCE)
    yield _resent(by_role["cut_short"], misbehaviour, _BROKEN)
    yield _resent(by_role["error"], misbehaviour, _ERROR)
    yield _paid_once(by_role["twice"], misbehaviour)
    if any(mark.tells for mark in marks):
        yield _asked(by_role["late"], misbehaviour)
    if any(mark.takes_back for mark in marks):
        yield _reversed(by_role["reversed"])
    if partner.cut_off:
        yield _after(partner, by_role["after_cut_off"], partner.cut_off, today)


def _paid(account: SandboxAccount) -> ChecklistStep:
    def look(exchange: Exchange) -> Text | None:
        if not _takes_from(exchange, account):
            return None
        return _outcome(exchange)

    title = {"en": "Paid exactly", "th": "ชำระเต็มตามยอด"}
    return ChecklistStep("paid_exactly", title, _advice(account), look)


_SILENCE: Text = {"en": "no answer came", "th": "ไม่ได้รับคำตอบ"}
_BROKEN: Text = {"en": "the line broke in our answer", "th": "สายขาดระหว่างรับคำตอบ"}
_ERROR: Text = {"en": "we answered 500", "th": "เราตอบ 500"}


def _resent(account: SandboxAccount, misbehaviour: Misbehaviour, what: Text) -> ChecklistStep:
    """The second message about a payment must have the number of the first."""
    heard = ["error"] if account.role == "error" else []  # a payment that was answered 500 was never passed on

    def look(exchange: Exchange) -> Text | None:
        first = misbehaviour.first_number(account.role)
        if not _takes_from(exchange, account):
            return None
        if first is None:
            return first_failure(exchange)
        if not heard:
            if not _is_taken(exchange):
                return _outcome(exchange)
            heard.append(account.role)
            return {"en": f"{what['en']}; now send it again", "th": f"{what['th']} ให้ส่งซ้ำ"}
        number = _number(exchange)
        if number != first:
            return {
                "en": f"sent again as {'/'.join(number or ('?',))}, not {'/'.join(first)}: it could be booked twice",
                "th": f"ส่งซ้ำด้วยเลข {'/'.join(number or ('?',))} ไม่ใช่ {'/'.join(first)} อาจถูกบันทึกสองครั้ง",
            }
        return _outcome(exchange)

    title = {
        "en": f"Sent again with the same number, after {what['en']}",
        "th": f"ส่งซ้ำด้วยเลขเดิม หลัง{what['th']}",
    }
    return ChecklistStep(f"resent_after_{account.role}", title, _advice(account), look)


def _paid_once(account: SandboxAccount, misbehaviour: Misbehaviour) -> ChecklistStep:
    """The step in which our answer comes twice: the partner must ignore the second one."""
    again: list[int] = []

    def look(exchange: Exchange) -> Text | None:
        first = misbehaviour.first_number(account.role)
        if first is None or exchange.answer is None:
            return None
        if _takes_from(exchange, account):
            if (number := _number(exchange)) != first:
                again.append(exchange.number)
                return {
                    "en": f"paid again as {'/'.join(number or ('?',))}, though {'/'.join(first)} was answered, twice",
                    "th": f"ชำระอีกด้วยเลข {'/'.join(number or ('?',))} ทั้งที่ {'/'.join(first)} ได้คำตอบแล้วสองครั้ง",
                }
            if not _is_taken(exchange):
                return _outcome(exchange)
            return {"en": "our answer came twice; now go on", "th": "ได้คำตอบสองครั้ง ให้ทำรายการอื่นต่อ"}
        return None if again or exchange.answer.status >= 300 else first_failure(exchange) or SHOWN

    title = {"en": "Our answer came twice, and the payment was made once", "th": "ได้คำตอบซ้ำสองครั้ง แต่ชำระครั้งเดียว"}
    return ChecklistStep("paid_once", title, _advice(account), look)


def _asked(account: SandboxAccount, misbehaviour: Misbehaviour) -> ChecklistStep:
    heard: list[str] = []

    def look(exchange: Exchange) -> Text | None:
        first = misbehaviour.first_number(account.role)
        marks = _marks(exchange)
        if first is None or marks is None:
            return None
        if _takes_from(exchange, account) and not heard:
            if not _is_taken(exchange):
                return _outcome(exchange)
            heard.append(account.role)
            return {"en": "our answer is late; now ask what became of it", "th": "เราตอบช้า ให้สอบถามสถานะ"}
        if marks.tells and key_at(exchange.request, marks.tells.number) == first[: len(marks.tells.number)]:
            return first_failure(exchange) or _told(exchange, marks.tells)
        if _takes_from(exchange, account):
            return {"en": "paid again before the status was asked", "th": "ชำระซ้ำก่อนสอบถามสถานะ"}
        return None

    title = {"en": "Status asked after a time-out", "th": "สอบถามสถานะหลังหมดเวลารอ"}
    return ChecklistStep("status_asked", title, _advice(account), look)


def _reversed(account: SandboxAccount) -> ChecklistStep:
    paid: set[Key] = set()

    def look(exchange: Exchange) -> Text | None:
        marks = _marks(exchange)
        if _takes_from(exchange, account) and _outcome(exchange) is SHOWN and (number := _number(exchange)):
            paid.add(number)
            return {"en": "paid; now take it back", "th": "ชำระแล้ว ให้ยกเลิกรายการ"}
        if marks is None or marks.takes_back is None or exchange.answer is None:
            return None
        original = key_at(exchange.request, marks.takes_back.original)
        if original is None or not any(number[: len(original)] == original for number in paid):
            return None
        if wrong := first_failure(exchange):
            return wrong
        shown = accepts(exchange.answer, marks.takes_back)
        return SHOWN if shown else _refused(exchange.answer, marks.takes_back.accepted)

    title = {"en": "Paid, and taken back the same day", "th": "ชำระแล้วยกเลิกภายในวันเดียวกัน"}
    return ChecklistStep("reversed_same_day", title, _advice(account), look)


def _after(partner: Partner, account: SandboxAccount, cut_off: time, today: date) -> ChecklistStep:
    """Of a later business day than the day of its opening: a cut-off may be a minute before midnight."""

    def look(exchange: Exchange) -> Text | None:
        if not _takes_from(exchange, account):
            return None
        if partner.business_day(exchange.left) <= today:
            at = f"{exchange.left:%H:%M}"
            return {
                "en": f"it came at {at}, before the cut-off {cut_off:%H:%M}",
                "th": f"ส่งเมื่อ {at} ก่อนเวลาตัดรอบ {cut_off:%H:%M}",
            }
        return _outcome(exchange)

    title = {"en": f"Paid after the cut-off, {cut_off:%H:%M}", "th": f"ชำระหลังเวลาตัดรอบ {cut_off:%H:%M}"}
    clock = {"en": "move the clock by the control API, then", "th": "เลื่อนนาฬิกาด้วย control API แล้ว"}
    advice = {language: f"{clock[language]} {text}" for language, text in _advice(account).items()}
    return ChecklistStep("after_the_cut_off", title, advice, look)


def _told(exchange: Exchange, tells: Tells) -> Text:
    """Whether our side answered what became of the payment; after a wrong key it does not."""
    answer = exchange.answer
    if answer is None:
        return _refused(None, {})
    told = all_hold(answer, tells.taken) or any_holds(answer, tells.not_taken)
    return SHOWN if told else _refused(answer, tells.taken)


def _refused(answer: Answer | None, accepted: Values) -> Text:
    """What our answer says instead of yes, such as its code."""
    seen = [
        f"{place} {value_at(answer, place)}" for place in accepted if answer and value_at(answer, place) is not None
    ]
    by = f" ({', '.join(seen)})" if seen else ""
    return {"en": f"our side refused it{by}: see its answer", "th": f"ระบบของเราปฏิเสธ{by} ดูคำตอบ"}


def _is_taken(exchange: Exchange) -> bool:
    marks = _marks(exchange)
    return bool(marks and marks.takes and exchange.answer and accepts(exchange.answer, marks.takes))


def _outcome(exchange: Exchange) -> Text | None:
    """What became of a message that takes money."""
    marks = _marks(exchange)
    if wrong := first_failure(exchange):
        return wrong
    if marks is None or marks.takes is None or exchange.answer is None:
        return None
    return SHOWN if _is_taken(exchange) else _refused(exchange.answer, marks.takes.accepted)


def _advice(account: SandboxAccount) -> Text:
    return {
        "en": f"pay {account.owed} for {account.reference1} (registration {account.registration})",
        "th": f"ชำระ {account.owed} ของ {account.reference1} (ทะเบียนผู้ใช้น้ำ {account.registration})",
    }


def _marks(exchange: Exchange) -> MoneyMarks | None:
    contract = exchange.route.contract
    return contract.money if contract else None


def _number(exchange: Exchange) -> Key | None:
    marks = _marks(exchange)
    return key_at(exchange.request, marks.takes.number) if marks and marks.takes else None


def _takes_from(exchange: Exchange, account: SandboxAccount) -> bool:
    marks = _marks(exchange)
    return bool(marks and marks.takes) and account.is_named_in(exchange.request.raw)
