"""The register of veterans: the right of one person, by the own service or a relative's."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable
from reference.cis.partners._common.gdx import UNREADABLE
from reference.cis.partners._common.linkage import ANOTHER_PERSON, look_up
from reference.cis.service_requests.registers import Ask, RegisterGateway, Relation, VeteranOf, VeteranRight
from reference.common.dates import FIRST_YEAR, LAST_YEAR

_OFFICE, _SERVICE = "00302", "001"
_CLASSES = (1, 2, 3, 4)
_MEDALS = frozenset({"bravery", "korea", "vietnam", "freemen_first", "world_war", "indochina"})
_FOR_LIFE = 0
_BE_OFFSET = 543


class Register:
    """Answers what right a person has; may raise SourceUnavailable."""

    def __init__(self, gateway: RegisterGateway) -> None:
        self._gateway = gateway

    def veteran(self, question: VeteranOf) -> VeteranRight | None:
        """The right; an answer of a class or a relation that there is not decides nothing."""
        data = look_up(self._gateway, _OFFICE, _SERVICE, question.citizen_id)
        if data is None:
            return None
        if not isinstance(data, dict):
            raise SourceUnavailable(UNREADABLE)
        if data.get("personalID") != question.citizen_id:
            raise SourceUnavailable(ANOTHER_PERSON)
        medals = data.get("medals")
        if data.get("cardClass") not in _CLASSES or data.get("relation") not in set(Relation):
            raise SourceUnavailable(UNREADABLE)
        decorated = isinstance(medals, list) and any(medal in _MEDALS for medal in medals)
        return VeteranRight(Relation(data["relation"]), data["cardClass"], decorated, _last_day(data.get("rightEnds")))


def ask_veteran(link: Link) -> Ask:
    """How the register is asked, through the gateway of its link."""
    return Register(link.gateway).veteran


def _last_day(number: Any) -> date | None:
    """A day of the Buddhist era as a number; 0 is for life."""
    if number == _FOR_LIFE and number is not False:
        return None
    match = re.fullmatch("([0-9]{4})([0-9]{2})([0-9]{2})", str(number))
    try:
        found = match and date(int(match[1]) - _BE_OFFSET, int(match[2]), int(match[3]))
    except ValueError:
        found = None
    if not found or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise SourceUnavailable(UNREADABLE)
    return found
