"""A checked folder as events: each partner a check with a step for every rule, its scenarios a check of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from partnerlab.conformance import check_events
from partnerlab.conformance.check_events import Event
from partnerlab.conformance.check_result import CheckResult
from partnerlab.conformance.partner_folder.partner_check import FolderCheck, RuleResult
from partnerlab.scenario.verdicts import Text

_SCENARIOS: Text = {"en": "Scenarios of the folder", "th": "สถานการณ์ทดสอบในโฟลเดอร์"}


def folder_check_events(checked: FolderCheck) -> Iterator[Event]:
    """The whole stream of one check."""
    checks = dict(checked.partners)
    if checked.scenarios:
        checks["scenarios"] = checked.scenarios
    yield check_events.run_started(str(checked.folder), "folder", len(checks))
    outcomes = []
    for name, rules in checks.items():
        outcome = _outcome(name, rules)
        yield from _check(outcome, checked, rules)
        outcomes.append(outcome)
    yield check_events.run_finished(outcomes)


def _outcome(name: str, rules: list[RuleResult]) -> CheckResult:
    count = sum(len(each.mistakes or ()) for each in rules)
    if not count:
        return CheckResult(name, "pass", steps=len(rules))
    mistakes = "1 mistake" if count == 1 else f"{count} mistakes"
    return CheckResult(name, "fail", "partner", {"en": mistakes, "th": f"ไม่เป็นไปตามกติกา {count} จุด"}, steps=len(rules))


def _check(outcome: CheckResult, checked: FolderCheck, rules: list[RuleResult]) -> Iterator[Event]:
    title = checked.titles.get(outcome.name, _SCENARIOS)
    file = checked.folder / "contracts" / outcome.name if outcome.name in checked.titles else Path("scenarios")
    parties = [check_events.party(outcome.name, title)] if outcome.name in checked.titles else []
    yield check_events.check_started(outcome.name, title, str(file), parties)
    for number, judged in enumerate(rules, start=1):
        yield check_events.step_started(outcome.name, number, "judged", judged.title)
        yield _step(outcome.name, number, judged)
    yield check_events.check_finished(outcome)


def _step(name: str, number: int, judged: RuleResult) -> Event:
    if judged.mistakes is None:
        first = {"en": "a rule before it is broken", "th": "ผิดกติกาข้อก่อนหน้า จึงยังตรวจไม่ได้"}
        return check_events.step_finished(name, number, "skip", reason=first)
    if not judged.mistakes:
        return check_events.step_finished(name, number)
    mistakes = "\n".join(judged.mistakes)
    return check_events.step_finished(name, number, "fail", blame="partner", reason={"en": mistakes, "th": mistakes})
