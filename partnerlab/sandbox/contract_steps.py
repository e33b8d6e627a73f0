"""Steps made from a partner's contract: each operation with each of its documented answers, each file that it sends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from partnerlab.contract.files.file_findings import FileFinding
from partnerlab.contract.findings import Finding, failures
from partnerlab.contract.http.message import Answer
from partnerlab.contract.http.money_marks import any_holds
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.sensitive_data import RULE as SENSITIVE_DATA
from partnerlab.lab.journal import Exchange
from partnerlab.lab.partners.partner import Partner
from partnerlab.sandbox.checklist import SHOWN, ChecklistStep, finding_text, first_failure
from partnerlab.sandbox.misbehaviour import resent_operations
from partnerlab.scenario.verdicts import Text

_PROVOKED: dict[int, Text] = {
    400: {
        "en": "leave a required field out or send half a body, on purpose",
        "th": "จงใจไม่ส่งฟิลด์ที่จำเป็น หรือส่งเนื้อหาไม่ครบ",
    },
    401: {"en": "send a wrong key or token, on purpose", "th": "จงใจส่งกุญแจหรือ token ที่ผิด"},
    403: {"en": "ask for something that is not yours", "th": "ขอข้อมูลที่ไม่ใช่ของท่าน"},
    404: {"en": "name something that does not exist", "th": "ระบุสิ่งที่ไม่มีอยู่"},
    409: {"en": "send the same number with other content", "th": "ส่งเลขเดิมแต่เนื้อหาต่างกัน"},
    413: {"en": "send more than may be sent", "th": "ส่งเกินขนาดที่กำหนด"},
    415: {"en": "send another content type", "th": "ส่งชนิดเนื้อหาอื่น"},
    422: {"en": "send what is well formed and cannot be", "th": "ส่งข้อมูลที่รูปแบบถูกต้องแต่เป็นไปไม่ได้"},
    429: {"en": "ask more often than was agreed, on purpose", "th": "จงใจสอบถามเกินจำนวนครั้งที่ตกลง"},
}
"""How a caller brings our side to a refusal. What only our side can bring about (5xx) is no step of its own."""


_BY: dict[str, Text] = {
    "sftp": {"en": ", by SFTP", "th": " ทาง SFTP"},
    "mail": {"en": ", by mail", "th": " ทางอีเมล"},
    "web": {"en": ", by web page", "th": " ทางเว็บไซต์"},
}

_BEYOND = (
    "undocumented field", "undocumented parameter", SENSITIVE_DATA, "outside the agreed data",
    "unmarked personal data", "whole card number", "cells",
)  # fmt: skip
"""Rules of the judge that a field too many breaks."""


def contract_steps(
    partner: Partner, files: Collection[str], offices: Sequence[Partner], failed: Mapping[str, bytes]
) -> Iterator[ChecklistStep]:
    """In the order of the contract; what is right comes before what is wrong.

    `files` are those it may send now, `offices` those whose messages it passes on, `failed` what was answered 500.
    """
    operations = _operations([partner, *offices])
    for office in offices:
        yield _asked_for(partner, office)
    for operation in operations:
        if operation.id in resent_operations(partner):
            yield _resent(operation, failed)
    for operation in operations:
        for status in sorted(status for status in operation.answers if status < 300):
            yield _answered(operation, status)
    if operations or files:
        yield _no_field_too_many([operation.id for operation in operations] + [*files])
    for operation in operations:
        if operation.refused_by:
            yield _refused_inside(operation)
        for status in sorted(operation.answers.keys() & _PROVOKED):
            yield _refused(operation, status)
    for name in files:
        if partner.layouts[name].model.money is None:
            yield _file(partner, name)
            yield _bad_file(partner, name)


def _operations(senders: Iterable[Partner]) -> list[Operation]:
    """Each once; offices behind one centre share theirs."""
    consumers = [partner.consumer for partner in senders if partner.consumer]
    found = {name: operation for consumer in consumers for name, operation in consumer.operations.items()}
    return list(found.values())


def _asked_for(centre: Partner, office: Partner) -> ChecklistStep:
    """A centre that passes on what offices ask: it names each of them rightly."""
    code = office.office_code or office.name

    def look(exchange: Exchange) -> Text | None:
        if exchange.via != centre.name or code not in exchange.request.headers.values():
            return None
        wrong = first_failure(exchange)
        if wrong or exchange.answer is None:
            return wrong
        return SHOWN if exchange.answer.status < 300 else _other(exchange.answer.status)

    title = {"en": f"Asked for {office.title['en']} ({code})", "th": f"สอบถามแทน {office.title['th']} ({code})"}
    return ChecklistStep(f"for/{office.name}", title, {"en": f"as office {code}", "th": f"ใช้รหัสหน่วยงาน {code}"}, look)


def _resent(operation: Operation, failed: Mapping[str, bytes]) -> ChecklistStep:
    """What our side answered 500 comes again as it was; that another message came meanwhile is said once."""
    others: list[int] = []

    def look(exchange: Exchange) -> Text | None:
        if exchange.operation != operation.id or operation.id not in failed or exchange.answer is None:
            return None
        if exchange.request.raw != failed[operation.id]:
            others.append(exchange.number)
            return (
                None
                if len(others) > 1
                else {
                    "en": f"#{exchange.number} is another message; the one that we answered 500 is still to come again",
                    "th": f"#{exchange.number} เป็นข้อความอื่น ข้อความที่เราตอบ 500 ยังไม่ได้ส่งซ้ำ",
                }
            )
        return first_failure(exchange) or _how_answered(operation, exchange.answer, None)

    title = {
        "en": f"{operation.title['en']} ({operation.id}): sent again as it was, after we answered 500",
        "th": f"{operation.title['th']} ({operation.id}): ส่งซ้ำตามเดิมหลังเราตอบ 500",
    }
    advice = {"en": "the first good one is answered 500", "th": "ข้อความแรกที่ถูกต้องจะได้คำตอบ 500"}
    return ChecklistStep(f"{operation.id}/resent_after_error", title, advice, look)


def _answered(operation: Operation, status: int) -> ChecklistStep:
    def look(exchange: Exchange) -> Text | None:
        if exchange.operation != operation.id:
            return None
        return first_failure(exchange) or _how_answered(operation, exchange.answer, status)

    path = f"{operation.method} {operation.path}"
    return ChecklistStep(f"{operation.id}/{status}", _titled(operation, status), {"en": path, "th": path}, look)


def _refused(operation: Operation, status: int) -> ChecklistStep:
    def look(exchange: Exchange) -> Text | None:
        if exchange.operation != operation.id or exchange.answer is None:
            return None
        return SHOWN if exchange.answer.status == status else None

    return ChecklistStep(f"{operation.id}/{status}", _titled(operation, status), _PROVOKED[status], look, provoked=True)


def _refused_inside(operation: Operation) -> ChecklistStep:
    """A refusal inside a status of success, which only a field tells from a yes."""

    def look(exchange: Exchange) -> Text | None:
        if exchange.operation != operation.id or exchange.answer is None or exchange.answer.status >= 300:
            return None
        return SHOWN if any_holds(exchange.answer, operation.refused_by) else None

    title = {
        "en": f"{operation.title['en']} ({operation.id}): refused inside a status of success",
        "th": f"{operation.title['th']} ({operation.id}): ถูกปฏิเสธภายในสถานะสำเร็จ",
    }
    return ChecklistStep(f"{operation.id}/refused_inside", title, _PROVOKED[422], look, provoked=True)


def _how_answered(operation: Operation, answer: Answer | None, status: int | None) -> Text | None:
    """Whether our side said yes, by this status if one is given; some refuse inside a status of success."""
    if answer is None:
        return None
    if answer.status >= 300 or status not in (None, answer.status):
        return _other(answer.status)
    if any_holds(answer, operation.refused_by):
        where = ", ".join(operation.refused_by)
        return {"en": f"our side refused it, by {where}", "th": f"ระบบของเราปฏิเสธ ดูที่ {where}"}
    return SHOWN


def _titled(operation: Operation, status: int) -> Text:
    return {
        "en": f"{operation.title['en']} ({operation.id}): answered {status}",
        "th": f"{operation.title['th']} ({operation.id}): ได้คำตอบ {status}",
    }


def _other(status: int) -> Text:
    return {"en": f"answered {status}", "th": f"ได้คำตอบ {status}"}


def _no_field_too_many(operations: list[str]) -> ChecklistStep:
    """Shown while every operation went well, and nothing that was not agreed stands in the last message of any."""
    names = set(operations)
    clean: set[str] = set()
    beyond: dict[str, Text] = {}

    def look(exchange: Exchange) -> Text | None:
        if exchange.operation not in names or (exchange.answer is None and exchange.channel == "http"):
            return None
        wrong = next(filter(_is_beyond, failures(exchange.findings)), None)
        if wrong and wrong.side == "request":
            clean.discard(exchange.operation)
            beyond[exchange.operation] = _without(wrong, exchange.operation)
        elif not first_failure(exchange) and (exchange.answer is None or exchange.answer.status < 300):
            clean.add(exchange.operation)
            beyond.pop(exchange.operation, None)
        if beyond:
            return next(iter(beyond.values()))
        missing = ", ".join(sorted(names - clean))
        return {"en": f"still to come: {missing}", "th": f"ยังขาด: {missing}"} if missing else SHOWN

    title = {"en": "No field too many in any message", "th": "ทุกข้อความไม่มีฟิลด์เกินที่ตกลง"}
    advice = {"en": "send each operation once, as agreed", "th": "ส่งทุกคำขออย่างละหนึ่งครั้งตามที่ตกลง"}
    return ChecklistStep("no_field_too_many", title, advice, look, revocable=True)


def _without(finding: Finding, operation: str) -> Text:
    told = finding_text(finding)
    return {
        "en": f"{told['en']}; send {operation} again without it",
        "th": f"{told['th']} ให้ส่ง {operation} ใหม่โดยไม่มีสิ่งนั้น",
    }


def _is_beyond(finding: Finding) -> bool:
    """Whether it says that more was sent than agreed; in a file, that something stands in room for nothing."""
    in_spare_room = finding.rule == "constant" and finding.expected.endswith(" spaces")
    return in_spare_room or finding.rule in _BEYOND


def _file(partner: Partner, name: str) -> ChecklistStep:
    def look(exchange: Exchange) -> Text | None:
        if exchange.operation != name or exchange.sender != partner.name:
            return None
        return first_failure(exchange) or SHOWN

    title = {"en": f"A file {name} as agreed", "th": f"ไฟล์ {name} ตามโครงสร้างที่ตกลง"}
    named = partner.layouts[name].name_pattern
    by = _BY[partner.file_channel(name) or ""] if len(partner.file_channels) > 1 else {"en": "", "th": ""}
    advice = {"en": f"named {named}{by['en']}", "th": f"ชื่อ {named}{by['th']}"}
    return ChecklistStep(f"{name}/file", title, advice, look)


def _bad_file(partner: Partner, name: str) -> ChecklistStep:
    """A file with a bad line, then one without: what was refused was understood."""
    state: list[int] = []

    def look(exchange: Exchange) -> Text | None:
        if exchange.operation != name or exchange.sender != partner.name:
            return None
        if told := first_failure(exchange):
            if not any(isinstance(finding, FileFinding) and finding.place for finding in failures(exchange.findings)):
                return None  # wrong as a whole, or on its way, and no line of it
            state.append(exchange.number)
            return {
                "en": f"#{exchange.number} had a bad line: {told['en']}; now send it again, corrected",
                "th": f"#{exchange.number} มีบรรทัดที่ผิด: {told['th']} ให้ส่งใหม่ที่แก้ไขแล้ว",
            }
        return SHOWN if state else None

    title = {"en": f"A file {name} with a bad line, then corrected", "th": f"ไฟล์ {name} ที่มีบรรทัดผิด แล้วแก้ไขส่งใหม่"}
    advice = {
        "en": "spoil one line on purpose, read the near miss, send the file again as it should be",
        "th": "จงใจทำให้ผิดหนึ่งบรรทัด อ่านคำอธิบายที่แสดง แล้วส่งไฟล์ที่ถูกต้องใหม่",
    }
    return ChecklistStep(f"{name}/bad_line", title, advice, look)
