"""What a partner can send, as a form: its words with what they take, a sample, and how it can arrive."""

from __future__ import annotations

import inspect
from typing import Any

from partnerlab.control.views.send_samples import sample_words
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.fault_check import possible_deliveries
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.word_types import word_description, word_kinds


def send_forms(untouched: Lab, partner: Partner) -> dict[str, Any]:
    """One form for each operation; `untouched` is a lab in which samples are made."""
    return {"forms": [_form(untouched, partner, operation) for operation in sorted(partner.sends)]}


def _form(untouched: Lab, partner: Partner, operation: str) -> dict[str, Any]:
    layout = partner.layouts.get(operation)
    return {
        "partner": partner.name,
        "operation": operation,
        "title": _title(partner, operation),
        "to": partner.asks[operation].receiver if operation in partner.asks else partner.system,
        "file": layout.name_pattern if layout else None,
        "words": [_word(partner, operation, word) for word in partner.arguments(operation).values()],
        "sample": sample_words(untouched, partner.name, operation),
        "deliver": [
            {"name": kind.name, "needs": sorted(kind.needs), "takes": sorted(kind.takes)}
            for kind in possible_deliveries(partner, operation)
        ],
    }


def _title(partner: Partner, operation: str) -> dict[str, str]:
    """The operation's title in its contract; where it asks another partner, in that partner's contract."""
    if layout := partner.layouts.get(operation):
        return {language: layout.model.title[language] for language in ("en", "th")}
    known = partner.consumer.operations if partner.consumer else {}
    return known[operation].title if operation in known else {"en": operation, "th": operation}


def _word(partner: Partner, operation: str, word: inspect.Parameter) -> dict[str, Any]:
    function = partner.functions[operation]
    needed = word.default is word.empty
    return {
        "name": word.name,
        "takes": word_description(function, word.name),
        "kinds": word_kinds(function, word.name),
        "needed": needed,
        "usual": None if needed else word.default,
    }
