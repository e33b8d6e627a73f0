"""The file `met.json`: which statuses, codes, states and faults scenarios met; written by a run, read for coverage.

{PARTNER: {"statuses": {"payment 200": "payment_online/a_bill_is_paid_at_a_counter", ...}, "codes": ..., ...}, ...}
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from partnerlab.errors import InputError
from partnerlab.lab.partners.documented import KINDS
from partnerlab.scenario.scenario_run import Outcome

FILE = "met.json"
"""Its name below a kit's `scenarios/`."""

MetList = dict[str, dict[str, dict[str, str]]]
"""By partner and kind each element with the first scenario that met it."""


def met_list(outcomes: Iterable[Outcome]) -> MetList:
    """What scenarios met, each with the first of them by name."""
    found: MetList = {}
    for outcome in sorted(outcomes, key=lambda outcome: outcome.story.id):
        for partner, kind, element in sorted(outcome.met):
            found.setdefault(partner, {}).setdefault(kind, {}).setdefault(element, outcome.story.id)
    return {
        name: {kind: dict(sorted(found[name][kind].items())) for kind in KINDS if kind in found[name]}
        for name in sorted(found)
    }


def as_text(outcomes: Iterable[Outcome]) -> str:
    """The same as it is kept: one line for each element, so that a change of it can be read."""
    return json.dumps(met_list(outcomes), ensure_ascii=False, indent=1) + "\n"


def read(root: Path) -> MetList:
    """The list of a kit; one without scenarios that were played has none."""
    file = root / "scenarios" / FILE
    if not file.is_file():
        return {}
    try:
        read_list: MetList = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as bad:
        raise InputError(f"{file}: expected what `partnerlab run --met {file}` writes, seen no JSON: {bad}") from None
    return read_list
