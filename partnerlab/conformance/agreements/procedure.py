"""The seven steps that a link goes through: who decides each, how it can end, and what stops a link from going on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Text = Mapping[Literal["en", "th"], str]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what happens in it, who decides, and its possible outcomes."""

    title: Text
    decided_by: str
    outcomes: tuple[str, ...]


LETTER = 3
"""The step that only a refused link goes through."""

ALLOWED, REFUSED = (1, 2, 4, 5, 6, 7), (1, 2, LETTER)
"""The two ways through the steps, which part after the second."""

STEPS: dict[int, Step] = {
    1: Step(
        {"en": "purpose and scope of data stated", "th": "กำหนดวัตถุประสงค์และขอบเขตข้อมูล"},
        "other_party", ("purpose_stated",),
    ),
    2: Step(
        {"en": "weighed against the law", "th": "พิจารณาว่าเป็นไปตามกฎหมาย"},
        "data_governance_council", ("allowed", "not_allowed"),
    ),
    3: Step(
        {"en": "refusal told by letter", "th": "มีหนังสือแจ้งว่าไม่อนุญาต"},
        "personal_data_working_group", ("refused_by_letter",),
    ),
    4: Step(
        {"en": "form of the link agreed", "th": "กำหนดรูปแบบการเชื่อมโยง"},
        "development_and_strategy_units", ("form_agreed",),
    ),
    5: Step(
        {"en": "governor informed by letter", "th": "มีหนังสือนำเรียน ผวก. เพื่อทราบ"},
        "personal_data_working_group", ("governor_informed",),
    ),
    6: Step(
        {"en": "MOU or contract signed", "th": "จัดทำ MOU หรือสัญญา"}, "both_parties", ("mou", "contract"),
    ),
    7: Step(
        {"en": "built, tested, live", "th": "พัฒนา ทดสอบ และใช้งานจริง"}, "both_parties", ("live",),
    ),
}  # fmt: skip

DECIDERS: dict[str, Text] = {
    "other_party": {"en": "the other party", "th": "หน่วยงานภายนอก"},
    "data_governance_council": {"en": "the Data Governance Council", "th": "คณะกรรมการธรรมาภิบาลข้อมูล"},
    "personal_data_working_group": {
        "en": "the working group on personal data",
        "th": "คณะทำงานพิจารณาข้อมูลส่วนบุคคล",
    },
    "development_and_strategy_units": {"en": "ฝพท. and ฝยศ.", "th": "ฝพท. และ ฝยศ."},
    "both_parties": {"en": "both parties", "th": "ทั้งสองฝ่าย"},
}


def mistakes(procedure: Mapping[str, Any]) -> Iterator[str]:
    """Where a record of steps contradicts the procedure, or where the link is said to stand."""
    step, state, record = procedure["step"], procedure["state"], procedure.get("record")
    if record is None:
        yield "record is missing: the steps that are over, each with date, decided_by, document, outcome"
        return
    if (state == "refused") != (step == LETTER and state != "in_progress"):
        yield f"a link is refused by the letter of step {LETTER} and by no other; seen step {step}, state {state}"
    expected = [number for number in _way(step) if number < step or (number == step and state != "in_progress")]
    seen = [entry["step"] for entry in record]
    if seen != expected:
        yield f"step {step}, {state}: expected a record of steps {_listed(expected)}, seen {_listed(seen)}"
    yield from (wrong for entry in record for wrong in _wrong_entry(entry, refused=step == LETTER))
    dates = [entry["date"] for entry in record if entry["date"]]
    if dates != sorted(dates):
        yield f"the dates of the record go backwards: {', '.join(dates)}"


def blocked_by(procedure: Mapping[str, Any]) -> Text | None:
    """What has to happen before the link can go on; None of a link that is live."""
    step, state = procedure["step"], procedure["state"]
    if state == "refused":
        return {"en": "refused: nothing may pass", "th": "ไม่อนุญาต ห้ามรับส่งข้อมูล"}
    following = [number for number in _way(step) if number > step or (number == step and state == "in_progress")]
    if not following:
        return None
    title, decider = STEPS[following[0]].title, DECIDERS[STEPS[following[0]].decided_by]
    return {
        "en": f"step {following[0]} ({title['en']}) waits for {decider['en']}",
        "th": f"ขั้นที่ {following[0]} ({title['th']}) รอ{decider['th']}",
    }


def without_papers(procedure: Mapping[str, Any]) -> list[int]:
    """The steps that are over and have no date or no document number on record."""
    return [entry["step"] for entry in procedure.get("record", ()) if not (entry["date"] and entry["document"])]


def _way(step: int) -> tuple[int, ...]:
    return REFUSED if step == LETTER else ALLOWED


def _wrong_entry(entry: Mapping[str, Any], *, refused: bool) -> Iterator[str]:
    number = entry["step"]
    outcomes = STEPS[number].outcomes
    if number == 2:
        outcomes = ("not_allowed",) if refused else ("allowed",)
    for word, right in (("decided_by", (STEPS[number].decided_by,)), ("outcome", outcomes)):
        if entry[word] not in right:
            yield f"step {number}: {word}: expected {' or '.join(right)}, seen {entry[word]}"


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers)) or "none"
