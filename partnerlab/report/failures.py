"""What went wrong in a scenario, as plain lines: the step, the place, expected, seen, and the nearest misses.

The terminal prints them and JUnit carries them, so that both say the same, and neither cuts anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partnerlab.report.file_check_text import place as where
from partnerlab.report.file_rules import rule_word, told
from partnerlab.report.model import BAD, Event, Scenario, Step, missed
from partnerlab.report.safe_text import printable, shown
from partnerlab.report.translations import Language, blame_word, said, verdict_word, word


def headline(scenario: Scenario, language: Language) -> str:
    """Why the scenario ended as it did, in one line."""
    reason = " ".join(said(scenario.reason, language).split())
    return printable(reason) or verdict_word(scenario.verdict, language)


def telling(scenario: Scenario, language: Language) -> list[str]:
    """Every line there is to say about a scenario that did not go well."""
    lines = [line for step in scenario.trouble() for line in _step(scenario, step, language)]
    for check in scenario.invariants:
        if check.get("verdict") in BAD:
            lines += _invariant(check, language)
    for exchange in scenario.exchanges:
        for finding in exchange.get("findings") or []:
            if not finding.get("excused"):
                lines += _finding(exchange, finding, language)
        if exchange.get("untold"):
            lines.append(word("finding.untold", language, n=f"{exchange['untold']:,}"))
    return [printable(line) for line in lines] or [headline(scenario, language)]


def _step(scenario: Scenario, step: Step, language: Language) -> Iterator[str]:
    title = printable(said(step.started.get("text"), language))
    yield f"{word('step', language)} {step.number} ({scenario.place(step)}) {title}".rstrip()
    ended = step.finished
    yield from _labelled(word("scenario.reason", language), said(ended.get("reason"), language))
    if ended.get("blame") and ended["blame"] != scenario.blame:
        yield from _labelled(word("blame", language), blame_word(str(ended["blame"]), language))
    yield from _labelled(word("expected", language), shown(ended.get("expected"), language))
    yield from _labelled(word("seen", language), shown(ended.get("actual"), language))
    for miss in ended.get("near_misses") or []:
        yield from _near_miss(miss, language)


def _near_miss(miss: Event, language: Language) -> Iterator[str]:
    criteria = miss.get("criteria") or []
    matched = sum(bool(criterion.get("ok")) for criterion in criteria)
    score = word("nearest.matched", language, n=matched, all=len(criteria))
    number, named = missed(miss)
    what = named if number is None else f"{word('exchange', language).lower()} {number}"
    yield f"  {word('nearest', language)}: {what} ({score})"
    for criterion in criteria:
        yield f"    {_criterion(criterion, language)}"


def _criterion(criterion: Event, language: Language) -> str:
    name, expected = criterion.get("name"), shown(criterion.get("expected"))
    if criterion.get("ok"):
        return f"{word('matches', language)}: {name} = {expected}"
    return f"{word('differs', language)}: {name}: {_against(criterion, language)}"


def _against(pair: Event, language: Language) -> str:
    expected, seen = word("expected", language).lower(), word("seen", language).lower()
    return f"{expected} {shown(pair.get('expected'))}, {seen} {shown(pair.get('seen'))}"


def _invariant(check: Event, language: Language) -> Iterator[str]:
    title = said(check.get("title") or check.get("name"), language)
    yield f"{word('step', language)} {check.get('step')}: {printable(title)}"
    yield from _labelled(word("scenario.reason", language), said(check.get("reason"), language))


def _finding(exchange: Event, finding: Event, language: Language) -> Iterator[str]:
    side = word("exchange.answer" if finding.get("side") == "answer" else "exchange.request", language)
    if language == "th" and "place" in finding:  # of a file, whose judge has his words in both languages
        finding = {**finding, **_in_thai(finding)}
    place = f"{side} {finding.get('where')}"
    yield (
        f"{word('exchange', language)} {exchange.get('number')} {exchange.get('operation')}, {place}: "
        f"{finding.get('rule')}: {_against(finding, language)}"
    )
    yield from (f"  {line}" for line in finding.get("drawing") or [])


def _in_thai(finding: Event) -> dict[str, Any]:
    plain = {name: told(str(finding.get(name)), "th") for name in ("expected", "seen")}
    return plain | {"where": where(finding, "th"), "rule": rule_word(str(finding.get("rule")), "th")}


def _labelled(label: str, value: Any) -> Iterator[str]:
    """`label: value`, a value of several lines indented under its label; nothing when there is no value."""
    lines = printable(str(value)).splitlines()
    if len(lines) == 1:
        yield f"  {label}: {lines[0]}"
    elif lines:
        yield f"  {label}:"
        yield from (f"    {line}" for line in lines)
