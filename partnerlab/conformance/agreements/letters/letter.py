"""The two letters of the procedure: the refusal to the other party, and the information of the governor.

Each is written from the agreement. What the agreement does not know, such as a number, a date or a reason, stays a
blank that a person fills in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partnerlab.conformance.agreements.letters.thai_words import CATEGORIES, CHANNELS, LAWS
from partnerlab.conformance.agreements.procedure import DECIDERS, LETTER, STEPS
from partnerlab.errors import InputError
from partnerlab.world.calendar.thai_dates import be_long

INFORMATION = 5
"""The step in which the governor is informed."""

BLANK = "................................"
_WRITER = DECIDERS["personal_data_working_group"]["th"]
_COUNCIL = DECIDERS["data_governance_council"]["th"]
_UNITS = DECIDERS["development_and_strategy_units"]["th"]

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, in the order of its parts. A memorandum stays inside the house; the other form goes to outsiders."""

    memorandum: bool
    number: str
    day: str
    subject: str
    addressee: str
    reference: str | None
    enclosures: tuple[str, ...]
    paragraphs: tuple[str, ...]
    writer: str = _WRITER


def due_letter(name: str, agreement: Mapping[str, Any]) -> Letter:
    """The letter that the procedure asks for where this link stands; an error where it asks for none."""
    procedure = agreement["procedure"]
    step, over = procedure["step"], procedure["state"] != "in_progress"
    if step == LETTER:
        return _refusal(agreement)
    if step >= INFORMATION or (step == INFORMATION - 1 and over):
        return _information(agreement)
    raise InputError(
        f"{name}: no letter is due at step {step} ({STEPS[step].title['en']}): step {LETTER} has the letter of "
        f"refusal, step {INFORMATION} the one that informs the governor; `partnerlab agreements` says what comes first"
    )


def _refusal(agreement: Mapping[str, Any]) -> Letter:
    record = _record(agreement)
    party = agreement["party"]["th"].strip()
    council = _paper(record.get(2), "ตามมติ")
    return Letter(
        memorandum=False,
        subject="แจ้งผลการพิจารณาการขอเชื่อมโยงและแลกเปลี่ยนข้อมูล",
        addressee=f"{BLANK} ({party})",
        reference=f"หนังสือ{party} {_number_and_date(record.get(1))}",
        enclosures=(),
        paragraphs=(
            f"ตามหนังสือที่อ้างถึง {party} แจ้งความประสงค์ขอเชื่อมโยงและแลกเปลี่ยนข้อมูลกับการประปานครหลวง "
            f"(กปน.) {_purpose(agreement)} ความละเอียดแจ้งแล้ว นั้น",
            f"{_COUNCIL}ได้พิจารณาข้อมูลที่ขอตามกฎหมายที่เกี่ยวข้อง ได้แก่ {_laws(agreement)} แล้ว{council} "
            f"เห็นว่าไม่เป็นไปตามกฎหมาย เนื่องจาก {BLANK}{BLANK}{BLANK} "
            "กปน. จึงไม่อนุญาตให้เชื่อมโยงข้อมูลตามที่ขอ และจะไม่มีการรับส่งข้อมูลระหว่างกัน",
            "จึงเรียนมาเพื่อโปรดทราบ",
        ),
        **_head(record.get(LETTER)),
    )


def _information(agreement: Mapping[str, Any]) -> Letter:
    record = _record(agreement)
    party = agreement["party"]["th"].strip()
    version = agreement.get("terms", {}).get("version")
    return Letter(
        memorandum=True,
        subject=f"รายงานการเชื่อมโยงและแลกเปลี่ยนข้อมูลกับ{party} เพื่อทราบ",
        addressee="ผวก.",
        reference=None,
        enclosures=(f"ข้อตกลงการเชื่อมโยงข้อมูล ฉบับที่ {version} จำนวน 1 ชุด",) if version else (),
        paragraphs=(
            f"ด้วย{party} แจ้งความประสงค์ขอเชื่อมโยงและแลกเปลี่ยนข้อมูลกับการประปานครหลวง (กปน.) "
            f"{_paper(record.get(1), 'ตามหนังสือ').strip()} {_purpose(agreement)}".replace("  ", " "),
            f"{_COUNCIL}พิจารณาแล้ว{_paper(record.get(2), 'ตามมติ')} เห็นว่าเป็นไปตามกฎหมาย ได้แก่ {_laws(agreement)}",
            f"{_UNITS} กำหนดรูปแบบการเชื่อมโยงร่วมกันแล้ว{_paper(record.get(4), 'ตามเอกสาร')} "
            f"โดยรับส่งทาง {_channels(agreement)} {_personal_data(agreement)}",
            "จึงเรียนมาเพื่อโปรดทราบ",
        ),
        **_head(record.get(INFORMATION)),
    )


def _record(agreement: Mapping[str, Any]) -> dict[int, Record]:
    return {entry["step"]: entry for entry in agreement["procedure"].get("record", ())}


def _head(entry: Record | None) -> dict[str, str]:
    """Number and day of a letter that is on record already; blanks of one that is to be written."""
    return {"number": _number(entry), "day": _day(entry)}


def _number(entry: Record | None) -> str:
    return str(entry["document"]) if entry and entry["document"] else BLANK


def _day(entry: Record | None) -> str:
    return be_long(date.fromisoformat(entry["date"])) if entry and entry["date"] else BLANK


def _number_and_date(entry: Record | None) -> str:
    return f"ที่ {_number(entry)} ลงวันที่ {_day(entry)}"


def _paper(entry: Record | None, word: str) -> str:
    """Where a step was decided, if its paper is on record; nothing else."""
    known = bool(entry and (entry["document"] or entry["date"]))
    return f" {word} {_number_and_date(entry)}" if known else ""


def _purpose(agreement: Mapping[str, Any]) -> str:
    return f"โดยมีวัตถุประสงค์{agreement['purpose']['th'].strip()}"


def _laws(agreement: Mapping[str, Any]) -> str:
    return _listed([_law(basis) for basis in agreement["legal_basis"]])


def _law(basis: Mapping[str, Any]) -> str:
    sections: Sequence[str] = basis["sections"]
    return f"{LAWS[basis['law']]} มาตรา {_listed(sections)}" if sections else LAWS[basis["law"]]


def _channels(agreement: Mapping[str, Any]) -> str:
    channels = [*agreement["channels"], *(one for form in _forms(agreement) for one in form["channels"])]
    return _listed([CHANNELS[kind] for kind in dict.fromkeys(channel["kind"] for channel in channels)])


def _personal_data(agreement: Mapping[str, Any]) -> str:
    """Which personal data passes at all, in the words of the law's readers."""
    categories = dict.fromkeys(_categories(agreement))
    if not categories:
        return "และไม่มีข้อมูลส่วนบุคคลในการรับส่ง"
    return f"มีข้อมูลส่วนบุคคลที่รับส่งได้ คือ {_listed([CATEGORIES[name] for name in CATEGORIES if name in categories])}"


def _categories(agreement: Mapping[str, Any]) -> Iterator[str]:
    for data in (agreement["data"], *(form["data"] for form in _forms(agreement))):
        for parts in data.values():
            for categories in parts.values():
                yield from categories


def _forms(agreement: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [form for name, form in agreement.get("forms", {}).items() if name != "in_force"]


def _listed(items: Sequence[str]) -> str:
    """`ก`, `ก และข`, `ก, ข และค`; a number stands apart."""
    *first, last = items
    space = " " if last[0].isascii() else ""
    return f"{', '.join(first)} และ{space}{last}" if first else last
