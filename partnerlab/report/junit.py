"""The run as JUnit XML, in the shape that Jenkins, GitLab, GitHub and Azure read.

One test suite a folder, one test case a scenario. `not_received` is a failure (what was due never came), `error` is
ours, `skip` and `omit` are skipped. Children stand in the order that Jenkins' schema prescribes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from pathlib import PurePath
from xml.etree import ElementTree as ET

from partnerlab.report.failures import failure_lines, headline, notice_lines
from partnerlab.report.model import BAD, Event, Run, ScenarioSummary, read_run
from partnerlab.report.safe_text import printable
from partnerlab.report.translations import Language, in_language, translate

ELEMENTS = {"fail": "failure", "not_received": "failure", "error": "error", "skip": "skipped", "omit": "skipped"}


def junit(run: Run, language: Language = "en", ran_at: datetime | None = None) -> bytes:
    """The document, UTF-8. `ran_at` is when it ran on the wall, if that is to be told."""
    root = ET.Element("testsuites", {"name": "partnerlab"} | _totals(run.scenarios))
    ordered = sorted(run.scenarios, key=lambda scenario: scenario.folder)
    for folder, members in groupby(ordered, key=lambda scenario: scenario.folder):
        root.append(_suite(folder or "scenarios", list(members), run, language, ran_at))
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def from_events(events: Iterable[Event], language: Language = "en") -> bytes:
    """The document of a stream."""
    return junit(read_run(events), language)


def _suite(
    folder: str, members: list[ScenarioSummary], run: Run, language: Language, ran_at: datetime | None
) -> ET.Element:
    suite = ET.Element("testsuite", {"name": printable(folder)} | _totals(members, skipped=True))
    if ran_at:
        suite.set("timestamp", ran_at.isoformat(timespec="seconds"))
    facts = {key: in_language(run.started.get(key), language) for key in ("seed", "version", "python", "sut", "mode")}
    _properties(suite, facts)
    suite.extend(_case(scenario, folder, language) for scenario in members)
    if told := _whole_run(run, language):
        ET.SubElement(suite, "system-out").text = "\n".join(told)
    return suite


def _whole_run(run: Run, language: Language) -> list[str]:
    """What a verification says of itself: that it proved nothing, and what it did not exercise."""
    told = [translate("run.proved_nothing", language)] if run.proved_nothing else []
    if missing := run.not_exercised:
        told.append(printable(f"{translate('run.not_exercised', language)}: {'; '.join(missing)}"))
    return told


def _case(scenario: ScenarioSummary, folder: str, language: Language) -> ET.Element:
    name = scenario.id.rpartition("/")[2]
    case = ET.Element("testcase", name=printable(name), classname=printable(folder), time=_seconds([scenario]))
    proves = ",".join(str(claim["id"]) for claim in scenario.started.get("proves") or [])
    facts = {
        "title": in_language(scenario.title, language),
        "file": _portable(str(scenario.started.get("file") or "")),
        "verdict": scenario.verdict,
        "blame": scenario.blame or "",
        "proves": proves,
        "start": str(scenario.started.get("start") or ""),
    }
    if scenario.audit_log:
        facts["audit_log"] = f"{scenario.audit_log.get('entries')} {scenario.audit_log.get('head')}"
    _properties(case, facts)
    if scenario.verdict != "pass":
        case.append(_outcome(scenario, language))
    if scenario.verdict not in BAD and (notices := notice_lines(scenario, language)):
        ET.SubElement(case, "system-out").text = "\n".join(notices)
    return case


def _outcome(scenario: ScenarioSummary, language: Language) -> ET.Element:
    tag = ELEMENTS.get(scenario.verdict, "error")
    outcome = ET.Element(tag, message=headline(scenario, language), type=printable(_kind(scenario)))
    if tag == "skipped":
        outcome.text = headline(scenario, language)
    else:
        outcome.text = "\n".join(failure_lines(scenario, language))
    return outcome


def _portable(file: str) -> str:
    """A file's name that is the same on every machine: no address of a host, and of an absolute path only its end."""
    if "://" in file:
        return ""
    return PurePath(file).name if PurePath(file).is_absolute() else file


def _kind(scenario: ScenarioSummary) -> str:
    return f"{scenario.verdict}:{scenario.blame}" if scenario.blame else scenario.verdict


def _properties(parent: ET.Element, facts: dict[str, str]) -> None:
    known = {name: value for name, value in facts.items() if value}
    if known:  # the schema allows no empty list
        holder = ET.SubElement(parent, "properties")
        for name, value in known.items():
            ET.SubElement(holder, "property", name=name, value=printable(value))


def _totals(scenarios: list[ScenarioSummary], skipped: bool = False) -> dict[str, str]:
    """The counting attributes; the root of the schema has none for skipped ones."""
    kinds = Counter(ELEMENTS.get(scenario.verdict, "error") for scenario in scenarios if scenario.verdict != "pass")
    totals = {"tests": str(len(scenarios)), "failures": str(kinds["failure"]), "errors": str(kinds["error"])}
    if skipped:
        totals["skipped"] = str(kinds["skipped"])
    return totals | {"time": _seconds(scenarios)}


def _seconds(scenarios: list[ScenarioSummary]) -> str:
    return f"{sum(float(scenario.finished.get('seconds') or 0) for scenario in scenarios):.3f}"
