"""The text of `partnerlab partners NAME`: operations with arguments and fields, states, faults."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from partnerlab.conformance.partner_folder.partner_elements import operations_of
from partnerlab.contract.http.element import elements
from partnerlab.lab.faults.catalogue import FAULT_KINDS
from partnerlab.lab.partners.fault_check import operations_struck
from partnerlab.lab.partners.partner import Partner

Language = Literal["en", "th"]

_WIDTH = 110

_LABELS = {
    "answers": ("answers", "ตอบ"),
    "sends": ("sends", "ส่ง"),
    "operations": ("Operations", "รายการรับส่ง"),
    "arguments": ("arguments in `with:`", "ค่าที่กำหนดใน with"),
    "request": ("request", "คำขอ"),
    "answer": ("answer", "คำตอบ"),
    "uncertain": ("whether its channel lives is uncertain since", "ไม่แน่ชัดว่าช่องทางยังใช้งานอยู่หรือไม่ ตั้งแต่"),
    "ended": ("its channel has ended on", "ช่องทางสิ้นสุดเมื่อ"),
    "states": ("States (step `set_state`)", "สถานะ (ขั้นตอน set_state)"),
    "faults": ("Faults (step `set_fault`)", "ความผิดปกติ (ขั้นตอน set_fault)"),
    "general": ("every partner's", "ใช้ได้กับทุกหน่วยงาน"),
    "of": ("of", "ของ"),
    "none": ("none", "ไม่มี"),
    "optional": ("[ ]: may be left out", "[ ]: ไม่ต้องระบุก็ได้"),
    "personal": ("( ): category of personal data", "( ): ประเภทข้อมูลส่วนบุคคล"),
}

_CATEGORIES = {
    "identity": "เลขประจำตัวหรือเลขบัญชี", "name": "ชื่อ", "address": "ที่อยู่", "contact": "ช่องทางติดต่อ", "birth": "วันเกิด",
    "family": "ครอบครัว", "sex_nationality": "เพศหรือสัญชาติ", "finance": "การเงิน", "location": "ตำแหน่งที่ตั้ง",
    "credentials": "รหัสเข้าใช้ระบบ",
}  # fmt: skip
"""Categories of personal data in Thai; in English they are called as in contracts."""


def partner_details(partner: Partner, language: Language) -> str:
    """The text that `partnerlab partners NAME` prints."""
    notes = f"{_label('optional', language)}; {_label('personal', language)}"
    lines = [f"{partner.name}  {partner.title[language]}", partner.agreement["purpose"][language]]
    lines += [f"{_label(life['state'], language)} {life['since']}: {life['why'][language]}" for life in partner.doubts]
    lines += [""]
    lines += [f"{_label('operations', language)}   {notes}", *_operations(partner, language), ""]
    lines += [_label("states", language), *_states(partner, language), ""]
    lines += [_label("faults", language), *_faults(partner, language)]
    return "\n".join(lines)


def _operations(partner: Partner, language: Language) -> Iterator[str]:
    for name, ask in sorted(partner.asks.items()):
        yield f"  {name}  ({_label('sends', language)})  {ask.receiver}.{ask.operation}"
        yield from _listed(_label("arguments", language), _arguments(partner, name), language)
    for name in sorted((partner.answers | partner.sends) - partner.asks.keys()):
        way = "sends" if name in partner.sends else "answers"
        layout = partner.layouts.get(name)
        title, address = (layout.model.title, "") if layout else _title_and_address(partner, name)
        yield f"  {name}  ({_label(way, language)})  {title[language]}{address}"
        if way == "sends":
            yield from _listed(_label("arguments", language), _arguments(partner, name), language)
        for part, fields in (_record_fields(layout) if layout else _message_fields(partner, name, language)).items():
            yield from _listed(part, fields, language)


def _title_and_address(partner: Partner, name: str) -> tuple[Mapping[str, str], str]:
    documents = [document for document in (partner.provider, partner.consumer) if document]
    operation = next(document.operations[name] for document in documents if name in document.operations)
    return operation.title, f"  {operation.method} {operation.path}"


def _arguments(partner: Partner, operation: str) -> list[str]:
    words = partner.arguments(operation).values()
    return [word.name if word.default is word.empty else f"[{word.name}]" for word in words]


def _message_fields(partner: Partner, name: str, language: Language) -> dict[str, list[str]]:
    """The fields of a request and of each documented answer, as a scenario names them."""
    found: dict[str, list[str]] = {}
    for _, source in operations_of(partner):
        for element in elements(partner.documents, source) if source.id == name else ():
            part, field = _part_and_field(element.path.removeprefix(f"{name}/"), language)
            if element.leaf and field:
                found.setdefault(part, []).append(_marked(field, element.data, language))
    return {part: list(dict.fromkeys(fields)) for part, fields in found.items()}


def _part_and_field(path: str, language: Language) -> tuple[str, str]:
    """`query/CitizenID` belongs to the request; `200/application/json/Name` to the answer with that status."""
    side, _, rest = path.partition("/")
    if side in ("query", "header", "path", "cookie"):
        return _label("request", language), f"{side}/{rest}"
    field = "/".join(rest.split("/")[2:])
    part = _label("request", language) if side == "request" else f"{_label('answer', language)} {side}"
    return part, f"body/{field}" if field else ""


def _marked(field: str, data: Mapping[str, Any], language: Language) -> str:
    category = data.get("x-personal-data")
    named = _CATEGORIES.get(str(category), category) if language == "th" else category
    return f"{field} ({named})" if category else field


def _record_fields(layout: Any) -> dict[str, list[str]]:
    return {role: [field.name for field in record.fields] for role, record in layout.model.records.items()}


def _states(partner: Partner, language: Language) -> Iterator[str]:
    states = partner.states["states"]
    for name, state in states.items():
        about = f"  ({_label('of', language)} {state['of']})" if "of" in state else ""
        yield f"  {name}{about}" + (f"  {state['title'][language]}" if state["title"][language] != name else "")
    if not states:
        yield f"  {_label('none', language)}"


def _faults(partner: Partner, language: Language) -> Iterator[str]:
    for name, fault in partner.faults.items():
        yield f"  {name}  {fault['title'][language]}"
    general = [_with_words(name) for name, kind in FAULT_KINDS.items() if operations_struck(partner, kind.place)]
    yield from _listed(_label("general", language), general, language, indent="  ")


def _with_words(fault: str) -> str:
    kind = FAULT_KINDS[fault]
    words = [word if word in kind.needs else f"[{word}]" for word in kind.takes]
    return f"{fault} {{{', '.join(words)}}}" if words else fault


def _listed(label: str, items: list[str], language: Language, indent: str = "    ") -> list[str]:
    text = f"{label}: {', '.join(items) or _label('none', language)}"
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ", break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _label(key: str, language: Language) -> str:
    return _LABELS[key][language == "th"]
