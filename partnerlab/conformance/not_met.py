"""The files `not_met.yaml`: reasons why no scenario meets a documented status, code, state or fault.

contracts/_common/not_met.yaml         # for every partner
contracts/PARTNER/not_met.yaml         # for one: by kind, elements (`*` stands for any text) with the reason
contracts/PARTNER/not_met.FORM.yaml    # for one form of its interface
  statuses: {"locate 401": "..."}
  our_statuses: {"* 500": "..."}  # those that our side answers
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from partnerlab import yamlio
from partnerlab.lab.partners import interface_form
from partnerlab.lab.partners.documented import our_statuses
from partnerlab.lab.partners.partner import Partner
from partnerlab.schemas.validation import check

FILE = "not_met.yaml"
OURS = "our_statuses"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why elements of a kind are not met; `shared` if it is written for every partner."""

    kind: str
    pattern: str
    text: str
    shared: bool


def reasons(partner: Partner) -> list[Reason]:
    """The reasons that hold for a partner, its own first."""
    own = partner.contracts / interface_form.file_name(partner.contracts, FILE, partner.form)
    common = partner.contracts.parent / "_common" / FILE
    return [*_read(own, shared=False), *_read(common, shared=True)]


def reason_for(partner: Partner, known: list[Reason], kind: str, element: str) -> Reason | None:
    """The first written reason why no scenario meets this status, code, state or fault."""
    ours = kind == "statuses" and element in our_statuses(partner)
    kinds = (kind, OURS) if ours else (kind,)
    return next((one for one in known if one.kind in kinds and fnmatchcase(element, one.pattern)), None)


def _read(file: Path, *, shared: bool) -> Iterator[Reason]:
    if not file.is_file():
        return
    for kind, elements in check(yamlio.load(file), "not_met").items():
        yield from (Reason(kind, pattern, text, shared) for pattern, text in elements.items())
