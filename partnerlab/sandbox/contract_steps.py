"""Steps made from a partner's contract: each operation with each of its documented answers, each file that it sends."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from partnerlab.contract.findings import Finding, failures
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.sensitive_data import RULE as SENSITIVE_DATA
from partnerlab.lab.journal import Exchange
from partnerlab.lab.partners.partner import Partner
from partnerlab.sandbox.checklist import SHOWN, ChecklistStep, first_failure
from partnerlab.scenario.verdicts import Text

_PROVOKED: dict[int, Text] = {
    400: {"en": "leave a required field out, on purpose", "th": "จงใจไม่ส่งฟิลด์ที่จำเป็น"},
    401: {"en": "send a wrong key or token, on purpose", "th": "จงใจส่งกุญแจหรือ token ที่ผิด"},
    403: {"en": "ask for something that is not yours", "th": "ขอข้อมูลที่ไม่ใช่ของท่าน"},
    404: {"en": "name something that does not exist", "th": "ระบุสิ่งที่ไม่มีอยู่"},
    409: {"en": "send the same number with other content", "th": "ส่งเลขเดิมแต่เนื้อหาต่างกัน"},
    413: {"en": "send more than may be sent", "th": "ส่งเกินขนาดที่กำหนด"},
    415: {"en": "send another content type", "th": "ส่งชนิดเนื้อหาอื่น"},
    422: {"en": "send what is well formed and cannot be", "th": "ส่งข้อมูลที่รูปแบบถูกต้องแต่เป็นไปไม่ได้"},
}
"""How a caller brings our side to a refusal. What only our side can bring about (429, 5xx) is no step."""


_BEYOND = (
    "undocumented field", "undocumented parameter", SENSITIVE_DATA, "outside the agreed data",
    "unmarked personal data", "whole card number", "cells",
)  # fmt: skip
"""Rules of the judge that a field too many breaks."""


def contract_steps(partner: Partner, files: Collection[str]) -> Iterator[ChecklistStep]:
    """In the order of the contract; what is right comes before what is wrong. `files` are those it may send now."""
    operations = list(partner.consumer.operations.values()) if partner.consumer else []
    for operation in operations:
        for status in sorted(status for status in operation.answers if status < 300):
            yield _answered(operation, status)
    if operations or files:
        yield _no_field_too_many([operation.id for operation in operations] + [*files])
    for operation in operations:
        for status in sorted(operation.answers.keys() & _PROVOKED):
            yield _refused(operation, status)
    for name in files:
        if partner.layouts[name].model.money is None:
            yield _file(partner, name)
            yield _bad_file(partner, name)


def _answered(operation: Operation, status: int) -> ChecklistStep:
    def look(exchange: Exchange) -> Text | None:
        if exchange.operation != operation.id:
            return None
        wrong = first_failure(exchange)
        if wrong or exchange.answer is None:
            return wrong
        return SHOWN if exchange.answer.status == status else _other(exchange.answer.status)

    path = f"{operation.method} {operation.path}"
    return ChecklistStep(f"{operation.id}/{status}", _titled(operation, status), {"en": path, "th": path}, look)


def _refused(operation: Operation, status: int) -> ChecklistStep:
    def look(exchange: Exchange) -> Text | None:
        if exchange.operation != operation.id or exchange.answer is None:
            return None
        return SHOWN if exchange.answer.status == status else None

    return ChecklistStep(f"{operation.id}/{status}", _titled(operation, status), _PROVOKED[status], look)


def _titled(operation: Operation, status: int) -> Text:
    return {
        "en": f"{operation.title['en']} ({operation.id}): answered {status}",
        "th": f"{operation.title['th']} ({operation.id}): ได้คำตอบ {status}",
    }


def _other(status: int) -> Text:
    return {"en": f"answered {status}", "th": f"ได้คำตอบ {status}"}


def _no_field_too_many(operations: list[str]) -> ChecklistStep:
    """Shown once every operation went well with nothing in it that was not agreed."""
    names = set(operations)
    clean: set[str] = set()
    beyond: dict[str, Text] = {}

    def look(exchange: Exchange) -> Text | None:
        if exchange.operation not in names or (exchange.answer is None and exchange.channel == "http"):
            return None
        wrong = next(filter(_is_beyond, failures(exchange.findings)), None)
        if wrong and wrong.side == "request":
            clean.discard(exchange.operation)
            beyond[exchange.operation] = {"en": str(wrong), "th": str(wrong)}
        elif exchange.answer is None or exchange.answer.status < 300:
            clean.add(exchange.operation)
            beyond.pop(exchange.operation, None)
        if beyond:
            return next(iter(beyond.values()))
        missing = ", ".join(sorted(names - clean))
        return {"en": f"still to come: {missing}", "th": f"ยังขาด: {missing}"} if missing else SHOWN

    title = {"en": "No field too many in any message", "th": "ทุกข้อความไม่มีฟิลด์เกินที่ตกลง"}
    advice = {"en": "send each operation once, as agreed", "th": "ส่งทุกคำขออย่างละหนึ่งครั้งตามที่ตกลง"}
    return ChecklistStep("no_field_too_many", title, advice, look)


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
    return ChecklistStep(f"{name}/file", title, {"en": f"named {named}", "th": f"ชื่อ {named}"}, look)


def _bad_file(partner: Partner, name: str) -> ChecklistStep:
    """A file with a bad line, then one without: what was refused was understood."""
    state: list[int] = []

    def look(exchange: Exchange) -> Text | None:
        if exchange.operation != name or exchange.sender != partner.name:
            return None
        if failures(exchange.findings):
            state.append(exchange.number)
            return {
                "en": f"#{exchange.number} had a bad line; now send it again, corrected",
                "th": f"#{exchange.number} มีบรรทัดที่ผิด ให้ส่งใหม่ที่แก้ไขแล้ว",
            }
        return SHOWN if state else None

    title = {"en": f"A file {name} with a bad line, then corrected", "th": f"ไฟล์ {name} ที่มีบรรทัดผิด แล้วแก้ไขส่งใหม่"}
    advice = {
        "en": "spoil one line on purpose, read our answer, send a corrected file under another name",
        "th": "จงใจทำให้ผิดหนึ่งบรรทัด อ่านไฟล์ตอบ แล้วส่งไฟล์ที่แก้ไขด้วยชื่อใหม่",
    }
    return ChecklistStep(f"{name}/bad_line", title, advice, look)
