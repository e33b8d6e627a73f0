"""A checked file as text: the verdict, its totals, and each wrong byte under a ruler."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from partnerlab.report.finding_words.file_rules import rule_word, translate_expectation
from partnerlab.report.model import Event, Run, ScenarioSummary, read_run
from partnerlab.report.safe_text import display_text, printable
from partnerlab.report.translations import Language, blame_word, in_language, translate, verdict_word


def file_text(events: Iterable[Event], language: Language = "en") -> str:
    """What there is to say about the files of a stream, as lines that a pipe and a person can read."""
    run: Run = read_run(events)
    return "\n".join(line for scenario in run.scenarios for line in _file(scenario, language))


def _file(scenario: ScenarioSummary, language: Language) -> Iterator[str]:
    verdict = verdict_word(scenario.verdict, language)
    yield printable(f"{verdict}  {scenario.id}  {in_language(scenario.title, language)}")
    if scenario.reason:
        blame = blame_word(scenario.blame or "", language)
        yield f"  {in_language(scenario.reason, language)}  [{translate('blame', language)}: {blame}]"
    for _, step in sorted(scenario.steps.items()):
        yield f"  {in_language(step.started.get('text'), language)}"
    for exchange in scenario.exchanges:
        for finding in exchange.get("findings") or []:
            yield ""
            yield from (printable(line) for line in finding_lines(finding, language))
        if exchange.get("untold"):
            yield ""
            yield translate("finding.untold", language, n=f"{exchange['untold']:,}")


def finding_lines(finding: Event, language: Language) -> Iterator[str]:
    """Where and by which rule, the line with carets under what is wrong, what was expected and what was seen."""
    notice = f"{translate('finding.notice', language)}, " if finding.get("notice") else ""
    yield f"{notice}{finding_location(finding, language)}: {rule_word(str(finding.get('rule')), language)}"
    yield from (f"  {line}" for line in finding.get("drawing") or [])
    for side in ("expected", "seen"):
        text = translate_expectation(str(finding.get(side)), language)
        yield f"  {translate(side, language)}: {display_text(text, language)}"


def finding_location(finding: Event, language: Language) -> str:
    """`line 7, columns 164-176 (amount)`, or the part of the file that has no columns."""
    found = finding.get("place")
    if not found:
        where = str(finding.get("where"))
        return translate("place.file", language) if where == "file" else rule_word(where, language)
    first, last = found["start"], found["end"]
    columns = f"{first}-{last}" if last > first else f"{first}"
    field = f" ({found['field']})" if found.get("field") else ""
    return (
        translate("place.columns" if last > first else "place.column", language, n=found["line"], columns=columns)
        + field
    )
