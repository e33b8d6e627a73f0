"""A finding as one sentence in Thai, with the values and the names of fields left as they are."""

from __future__ import annotations

from partnerlab.report.file_check_text import finding_location
from partnerlab.report.finding_words import message_rules
from partnerlab.report.finding_words.file_phrases import thai_phrase
from partnerlab.report.finding_words.file_rules import rule_word, translate_expectation
from partnerlab.report.model import Event
from partnerlab.report.translations import translate


def thai_finding(finding: Event) -> str:
    """What is wrong where, what was expected and what was seen."""
    of_file = "place" in finding
    side = "exchange.file" if of_file else "exchange.answer" if finding["side"] == "answer" else "exchange.request"
    where = finding_location(finding, "th") if of_file else finding["where"]
    expected, seen = (translate_expectation(str(finding[name]), "th") for name in ("expected", "seen"))
    return (
        f"{translate(side, 'th')} {where}: {thai_rule(str(finding['rule']))}: "
        f"{translate('expected', 'th')} {expected} {translate('seen', 'th')} {seen}"
    )


def thai_rule(rule: str) -> str:
    """The rule of a file or of a message, as people say it; one that this version does not know stays."""
    if rule in message_rules.RULES:
        return message_rules.RULES[rule]
    another, _, kind = rule.partition(" ")
    of = thai_phrase(kind) if another == "another" else None
    return f"{of}อื่น" if of else rule_word(rule, "th")
