"""Faults as they are said on a command line: `dbd_juristic.profile: {silence, times: 2}`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from partnerlab.lab.faults.catalogue import FAULT_KINDS
from partnerlab.lab.faults.fault import FaultError
from partnerlab.yamlio import YamlError, parse

FORM = "PARTNER[.OPERATION]: FAULT, or PARTNER[.OPERATION]: {FAULT: WORDS, …, times: N}"


@dataclass(frozen=True, slots=True)
class Said:
    """One fault that somebody wants to be set; whether it can strike is not looked at here."""

    partner: str
    fault: str
    operation: str | None
    times: int | None
    words: dict[str, Any]


def said(text: str) -> Iterator[Said]:
    """The faults of one text, in order; `FaultError` shows the form.

    The text is YAML. A fault's words are a mapping, or, where it needs just one, that one\'s value.
    """
    whose, told = _pair(text)
    partner, _, operation = whose.partition(".")
    faults = dict(told) if isinstance(told, dict) else {told: None}
    times = faults.pop("times", None)
    if times is not None and (not isinstance(times, int) or isinstance(times, bool) or times < 1):
        raise FaultError(f"'{text}': 'times' is a whole number from 1, not {times!r}")
    if not faults:
        raise FaultError(f"'{text}': says how often and not what; write {FORM}")
    for fault, words in faults.items():
        yield Said(partner, str(fault), operation or None, times, _words(text, str(fault), words))


def _pair(text: str) -> tuple[str, Any]:
    """Whose fault it is, and what is said of it."""
    try:
        data = parse(text, "--fault").data
    except YamlError as bad:
        raise FaultError(f"'{text}': {bad}; write {FORM}") from None
    if not isinstance(data, dict) or len(data) != 1:
        raise FaultError(f"'{text}' is not {FORM}")
    whose, told = next(iter(data.items()))
    if not isinstance(told, str | dict):
        raise FaultError(f"'{text}': names no fault; write {FORM}")
    return str(whose), told


def _words(text: str, fault: str, words: Any) -> dict[str, Any]:
    if isinstance(words, dict):
        return words
    if words is None:
        return {}
    needs = FAULT_KINDS[fault].needs if fault in FAULT_KINDS else frozenset()
    if len(needs) != 1:
        raise FaultError(f"'{text}': the words of '{fault}' are a mapping, as in {{{fault}: {{word: value}}}}")
    return {next(iter(needs)): words}
