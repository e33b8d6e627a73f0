"""Failures of a scenario as plain lines: step, place, expected, seen, and the nearest misses.

The terminal prints them and JUnit carries them, so that both say the same, and neither cuts anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partnerlab.report.file_check_text import finding_location as where
from partnerlab.report.finding_words.file_rules import rule_word, translate_expectation
from partnerlab.report.model import BAD, Event, ScenarioSummary, Step, nearest_exchange
from partnerlab.report.safe_text import display_text, printable
from partnerlab.report.translations import Language, blame_word, in_language, translate, verdict_word


def headline(scenario: ScenarioSummary, language: Language) -> str:
    """Why the scenario ended as it did, in one line."""
    reason = " ".join(in_language(scenario.reason, language).split())
    return printable(reason) or verdict_word(scenario.verdict, language)


def failure_lines(scenario: ScenarioSummary, language: Language) -> list[str]:
    """Every line there is to say about a scenario that did not go well."""
    lines = [line for step in scenario.failed_steps() for line in _step(scenario, step, language)]
    lines += [_not_reached(scenario, step, language) for step in scenario.steps_not_reached()]
    for check in scenario.invariants:
        if check.get("verdict") in BAD:
            lines += _invariant(check, language)
    for exchange in scenario.exchanges:
        for finding in exchange.get("findings") or []:
            if not finding.get("excused"):
                lines += _finding(exchange, finding, language)
        if exchange.get("untold"):
            lines.append(translate("finding.untold", language, n=f"{exchange['untold']:,}"))
    return [printable(line) for line in lines] or [headline(scenario, language)]


def notice_lines(scenario: ScenarioSummary, language: Language) -> list[str]:
    """The notices of a scenario: findings that fail nothing."""
    return [
        printable(line)
        for exchange in scenario.exchanges
        for finding in exchange.get("findings") or []
        if finding.get("notice")
        for line in _finding(exchange, finding, language)
    ]


def _step(scenario: ScenarioSummary, step: Step, language: Language) -> Iterator[str]:
    title = printable(in_language(step.started.get("text"), language))
    yield f"{translate('step', language)} {step.number} ({scenario.step_location(step)}) {title}".rstrip()
    ended = step.finished
    yield from _labelled(translate("scenario.reason", language), in_language(ended.get("reason"), language))
    if ended.get("blame") and ended["blame"] != scenario.blame:
        yield from _labelled(translate("blame", language), blame_word(str(ended["blame"]), language))
    yield from _labelled(translate("expected", language), display_text(ended.get("expected"), language))
    yield from _labelled(translate("seen", language), display_text(ended.get("actual"), language))
    for miss in ended.get("near_misses") or []:
        yield from _near_miss(miss, language)


def _not_reached(scenario: ScenarioSummary, step: Step, language: Language) -> str:
    title = printable(in_language(step.started.get("text"), language))
    place = f"{translate('step', language)} {step.number} ({scenario.step_location(step)})"
    return f"{place} {translate('step.not_reached', language)}: {title}"


def _near_miss(miss: Event, language: Language) -> Iterator[str]:
    criteria = miss.get("criteria") or []
    matched = sum(bool(criterion.get("ok")) for criterion in criteria)
    score = translate("nearest.matched", language, n=matched, all=len(criteria))
    number, named = nearest_exchange(miss)
    what = named if number is None else f"{translate('exchange', language).lower()} {number}"
    yield f"  {translate('nearest', language)}: {what} ({score})"
    for criterion in criteria:
        yield f"    {_criterion(criterion, language)}"


def _criterion(criterion: Event, language: Language) -> str:
    name, expected = criterion.get("name"), display_text(criterion.get("expected"))
    if criterion.get("ok"):
        return f"{translate('matches', language)}: {name} = {expected}"
    return f"{translate('differs', language)}: {name}: {_against(criterion, language)}"


def _against(pair: Event, language: Language) -> str:
    expected, seen = translate("expected", language).lower(), translate("seen", language).lower()
    return f"{expected} {display_text(pair.get('expected'))}, {seen} {display_text(pair.get('seen'))}"


def _invariant(check: Event, language: Language) -> Iterator[str]:
    title = in_language(check.get("title") or check.get("name"), language)
    yield f"{translate('step', language)} {check.get('step')}: {printable(title)}"
    yield from _labelled(translate("scenario.reason", language), in_language(check.get("reason"), language))


def _finding(exchange: Event, finding: Event, language: Language) -> Iterator[str]:
    side = translate("exchange.answer" if finding.get("side") == "answer" else "exchange.request", language)
    if language == "th" and "place" in finding:  # of a file, whose judge has his words in both languages
        finding = {**finding, **_in_thai(finding)}
    place = f"{side} {finding.get('where')}"
    if finding.get("notice"):
        place = f"{translate('finding.notice', language)}, {place}"
    yield (
        f"{translate('exchange', language)} {exchange.get('number')} {exchange.get('operation')}, {place}: "
        f"{finding.get('rule')}: {_against(finding, language)}"
    )
    yield from (f"  {line}" for line in finding.get("drawing") or [])


def _in_thai(finding: Event) -> dict[str, Any]:
    plain = {name: translate_expectation(str(finding.get(name)), "th") for name in ("expected", "seen")}
    return plain | {"where": where(finding, "th"), "rule": rule_word(str(finding.get("rule")), "th")}


def _labelled(label: str, value: Any) -> Iterator[str]:
    """`label: value`, a value of several lines indented under its label; nothing when there is no value."""
    lines = printable(str(value)).splitlines()
    if len(lines) == 1:
        yield f"  {label}: {lines[0]}"
    elif lines:
        yield f"  {label}:"
        yield from (f"    {line}" for line in lines)
