"""All links by the step of the procedure at which they stand, with what blocks each and what is not on record."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from partnerlab.conformance.agreements.data_matrix import Language
from partnerlab.conformance.agreements.procedure import STEPS, blocked_by, without_papers
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry

_WORDS = {
    "step": ("Step", "ขั้นที่"),
    "blocked": ("blocked", "ติดอยู่ที่"),
    "live": ("nothing blocks it", "ไม่มีสิ่งที่ติดอยู่"),
    "papers": ("no date or document number: step", "ไม่มีวันที่หรือเลขที่เอกสาร: ขั้นที่"),
    "contacts": ("no contact named: ", "ยังไม่ระบุผู้ติดต่อ: "),
    "ours": ("ours", "ฝ่ายเรา"),
    "theirs": ("theirs", "ฝ่ายเขา"),
    "business": ("business", "งานธุรกิจ"),
    "operations": ("operations", "งานปฏิบัติการ"),
    "security": ("security", "ความมั่นคงปลอดภัย"),
    "data_protection_officer": ("data protection officer", "เจ้าหน้าที่คุ้มครองข้อมูล"),
    "uncertain": ("whether the channel lives is uncertain since", "ไม่แน่ชัดว่าช่องทางยังใช้งานอยู่หรือไม่ ตั้งแต่"),
    "ended": ("the channel has ended on", "ช่องทางสิ้นสุดเมื่อ"),
    "terms": ("terms are not written", "ยังไม่ระบุเงื่อนไข"),
    "in_progress": ("in progress", "กำลังดำเนินการ"),
    "done": ("done", "แล้วเสร็จ"),
    "refused": ("refused", "ไม่อนุญาต"),
}


def overview(kit: Registry, language: Language) -> str:
    """The text that `partnerlab agreements` prints."""
    links = sorted(kit.partners.values(), key=lambda partner: (_step(partner), partner.name))
    lines: list[str] = []
    for step, partners in groupby(links, key=_step):
        lines += ["", f"{_word('step', language)} {step}: {STEPS[step].title[language]}"]
        for partner in partners:
            lines += _link(partner, language)
    return "\n".join(lines[1:])


def _link(partner: Partner, language: Language) -> Iterator[str]:
    procedure = partner.agreement["procedure"]
    version = partner.agreement.get("terms", {}).get("version")
    yield (
        f"  {partner.name}  {partner.title[language]}{f'  v{version}' if version else ''}"
        f"  ({_word(procedure['state'], language)})"
    )
    block = blocked_by(procedure)
    yield f"    {_word('blocked', language)}: {block[language]}" if block else f"    {_word('live', language)}"
    for life in partner.doubts:
        yield f"    {_word(life['state'], language)} {life['since']}: {life['why'][language]}"
    if missing := without_papers(procedure):
        yield f"    {_word('papers', language)} {', '.join(map(str, missing))}"
    yield from (f"    {gap}" for gap in _gaps(partner.agreement, language))


def _gaps(agreement: dict[str, Any], language: Language) -> Iterator[str]:
    """Terms of an agreement that are still empty."""
    if "terms" not in agreement:
        yield _word("terms", language)
        return
    unnamed = [
        f"{_word(role, language)} ({', '.join(_word(side, language) for side in sides)})"
        for role, named in agreement["terms"]["contacts"].items()
        if (sides := [side for side in ("ours", "theirs") if named[side] is None])
    ]
    if unnamed:
        yield _word("contacts", language) + ", ".join(unnamed)


def _step(partner: Partner) -> int:
    return int(partner.agreement["procedure"]["step"])


def _word(key: str, language: Language) -> str:
    return _WORDS[key][language == "th"]
