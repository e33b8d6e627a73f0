"""What must hold after every step of every scenario, declared once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.scenario.verdicts import Error, Fail, Text

Check = Callable[[Lab, Sequence[Exchange]], None]


@dataclass(frozen=True, slots=True)
class Invariant:
    """A rule over the lab and the exchanges since the last step; it raises a verdict where it is broken."""

    name: str
    title: Text
    check: Check


def _simulators_work(lab: Lab, new: Sequence[Exchange]) -> None:
    for where, bad in lab.errors:
        text = f"{where} raised {type(bad).__name__}: {bad}"
        raise Error(text, f"ตัวจำลองทำงานผิดพลาด: {text}", blame="simulator") from bad


def _contracts_hold(lab: Lab, new: Sequence[Exchange]) -> None:
    for exchange in new:
        for finding in exchange.findings:
            if finding.side not in exchange.excused:
                raise Fail(
                    f"{exchange.name}: {finding.side} {finding.where}: {finding.rule}",
                    f"{exchange.name}: ข้อความไม่เป็นไปตามสัญญาที่ {finding.where} ({finding.rule})",
                    blame=_blame(lab, exchange.culprit(finding)),
                    expected=finding.expected,
                    actual=finding.seen,
                )


def _money_is_conserved(lab: Lab, new: Sequence[Exchange]) -> None:
    if not new or not lab.system.hooked:
        return
    books = lab.system.books()
    left = books["received"] - books["reversed"]
    right = books["applied"] + books["deposits"] + books["suspense"]
    if left != right:
        raise Fail(
            "money appeared or vanished in our side's books",
            "ยอดเงินในบัญชีของระบบไม่ตรงกัน",
            blame="system_under_test",
            expected=f"received - reversed = {left} satang",
            actual=f"applied + deposits + suspense = {right} satang",
        )


def _agents_agree(lab: Lab, new: Sequence[Exchange]) -> None:
    """What an agent knows it handed over is what our side booked; an unknown outcome may be on either side."""
    if not new or not lab.system.hooked:
        return
    booked = lab.system.books()["by_agent"]
    for name, world in lab.worlds.items():
        for code, takings in world.memory.get("takings", {}).items():
            ours = booked.get(code, {"received": 0, "reversed": 0})
            seen = ours["received"] - ours["reversed"]
            if not takings["sure"] <= seen <= takings["sure"] + takings["unsure"]:
                raise Fail(
                    f"{name} and our side disagree on the money handed over",
                    f"ยอดรับชำระของ {name} กับระบบไม่ตรงกัน",
                    blame="system_under_test",
                    expected=f"{takings['sure']} satang, and up to {takings['unsure']} more of unknown outcome",
                    actual=f"{seen} satang booked for {code}",
                )


def _blame(lab: Lab, party: str) -> str:
    return "system_under_test" if party == lab.system.name else "simulator"


INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "simulators_work",
        {"en": "The simulators themselves work", "th": "ตัวจำลองทำงานได้ปกติ"},
        _simulators_work,
    ),
    Invariant(
        "contracts_hold",
        {
            "en": "Every message keeps its contract, and no field leaves its scope",
            "th": "ทุกข้อความเป็นไปตามสัญญา และไม่มีข้อมูลใดเกินขอบเขตที่ตกลง",
        },
        _contracts_hold,
    ),
    Invariant(
        "money_is_conserved",
        {"en": "Money is conserved", "th": "ยอดเงินไม่สูญหายและไม่งอกเกิน"},
        _money_is_conserved,
    ),
    Invariant(
        "agents_agree",
        {"en": "Agents and our side agree on the money", "th": "ตัวแทนชำระเงินและระบบมียอดตรงกัน"},
        _agents_agree,
    ),
)
