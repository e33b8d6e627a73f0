"""The findings on a message or a file, in the language of the page's visitor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from partnerlab.report.file_check_text import finding_location
from partnerlab.report.finding_words.file_rules import translate_expectation
from partnerlab.report.finding_words.thai_findings import thai_rule
from partnerlab.report.translations import Language


def spoken_finding(finding: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """The finding with its rule, place, expected and seen in a language; what has no words in it stays as it is."""
    if language == "en":
        return dict(finding)
    values = {name: translate_expectation(str(finding[name]), language) for name in ("expected", "seen")}
    return {**finding, **values, "where": _where(finding, language), "rule": thai_rule(str(finding["rule"]))}


def _where(finding: Mapping[str, Any], language: Language) -> str:
    """Line and columns; an event of a run calls them `start` and `end`, the file checker `first` and `last`."""
    place = finding.get("place")
    if not place:
        return str(finding["where"])
    columns = {"start": place.get("start", place.get("first")), "end": place.get("end", place.get("last"))}
    return finding_location({"place": {**place, **columns}}, language)
