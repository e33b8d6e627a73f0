"""A step in a sentence, in Thai and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from partnerlab.contract.redaction import mask, mask_all
from partnerlab.scenario.differences import tell_covered_apart
from partnerlab.scenario.language.scenario import Step
from partnerlab.scenario.scenario_run import Outcome
from partnerlab.scenario.step_words import JOBS, THINGS, thai_moment
from partnerlab.scenario.verdicts import Text

if TYPE_CHECKING:
    from partnerlab.lab.partners.registry import Registry

OUR_SIDE: dict[str, Text] = {
    "cis": {"en": "CIS (our side)", "th": "ระบบ CIS (ฝั่ง กปน.)"},
    "rwc": {"en": "RWC (our side)", "th": "ระบบน้ำดิบ RWC (ฝั่ง กปน.)"},
}

_SENTENCES: dict[str, tuple[str, str]] = {
    "sends": ("{party} sends: {operation}", "{party} ส่ง: {operation}"),
    "receives": ("{party} receives: {operation}", "{party} ได้รับ: {operation}"),
    "receives_nothing": ("{party} does not receive: {operation}", "{party} ไม่ได้รับ: {operation}"),
    "advance": ("time passes: {value}", "เวลาผ่านไป: {value}"),
    "run_job": ("{party} {operation}", "{party} {operation}"),
    "shows": ("{party} shows {operation} {id}", "{party} แสดง{operation} {id}"),
    "set_state": ("{party}: {state}", "{party}: {state}"),
    "set_fault": ("{party} misbehaves: {fault}", "{party} ทำงานผิดปกติ: {fault}"),
    "clear_faults": ("{party} behaves again", "{party} กลับมาทำงานปกติ"),
}
_REFUSED = (", which must be refused with {}", " ซึ่งต้องถูกปฏิเสธด้วย {}")


def step(found: Step, kit: Registry) -> Text:
    """What a step does, for a reader: parties and operations by their titles, each language by its own."""
    return {"en": _sentence(found, kit, "en"), "th": _sentence(found, kit, "th")}


def _sentence(found: Step, kit: Registry, language: str) -> str:
    words = {key: str(value) for key, value in found.words.items() if isinstance(value, str)}
    words |= {
        "value": thai_moment(found.value) if language == "th" and found.kind == "advance" else found.value,
        "party": _party(found, kit, language),
        "operation": _operation(found, kit, language),
    }
    told = _SENTENCES[found.kind][language == "th"].format_map(words)
    delivered = [item if isinstance(item, str) else next(iter(item)) for item in found.words.get("deliver", [])]
    if "refused" in found.words:
        told += _REFUSED[language == "th"].format(found.words["refused"])
    return f"{told} ({', '.join(delivered)})" if delivered else told


def _party(found: Step, kit: Registry, language: str) -> str:
    if found.party in OUR_SIDE:
        return OUR_SIDE[found.party][language]
    return kit.partners[found.party].title[language] if found.party in kit.partners else found.party


def _operation(found: Step, kit: Registry, language: str) -> str:
    name, partner = found.operation or "", kit.partners.get(found.party)
    if words := {"run_job": JOBS, "shows": THINGS}.get(found.kind, {}).get(name):
        return words[language == "th"]
    for document in (partner.provider, partner.consumer) if partner else ():
        if document and name in document.operations:
            return document.operations[name].title[language]
    if partner and name in partner.layouts:
        return partner.layouts[name].model.title[language]
    ask = partner.asks.get(name) if partner else None
    receiver = kit.partners.get(ask.receiver) if ask else None
    if ask and receiver and receiver.provider and ask.operation in receiver.provider.operations:
        return f"{receiver.title[language]}: {receiver.provider.operations[ask.operation].title[language]}"
    return name


def outcome_text(outcome: Outcome) -> str:
    """A story that did not pass, for a terminal: where, why, what was expected and seen, and what came near."""
    verdict, step_ = outcome.verdict, outcome.failed_step
    assert verdict is not None
    where = (
        f"{outcome.story.file}:{step_.line}: step {step_.number}: {step_.kind} {step_.value}"
        if step_
        else "before step 1"
    )
    lines = [where, f"{outcome.word} ({outcome.blame or 'nobody to blame'}): {verdict.reason['en']}"]
    quoted = {"expected": _quoted(verdict.expected), "actual": _quoted(verdict.actual)}
    covered = mask_all(quoted | {"near_misses": verdict.near_misses}, outcome.personal)
    told = tell_covered_apart(covered, verdict)
    lines += [f"  expected: {told['expected']}"] if verdict.expected is not None else []
    lines += [f"  seen:     {told['actual']}"] if verdict.actual is not None else []
    for miss in told["near_misses"]:
        lines.append(f"  near: {miss['exchange']}")
        lines += [
            f"    {'=' if c['ok'] else '≠'} {c['name']}: expected {c['expected']}, seen {c['seen']}"
            for c in miss["criteria"]
        ]
    return mask("\n".join(lines), outcome.personal)[0]


def _quoted(value: Any) -> str | None:
    return None if value is None else str(value)
