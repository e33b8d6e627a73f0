"""The register of titles to land and condominium units: a list, by the number of the owner."""

from __future__ import annotations

from typing import Any

from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable
from reference.cis.partners._common.gdx import UNREADABLE
from reference.cis.partners._common.linkage import ANOTHER_PERSON, look_up
from reference.cis.service_requests.registers import Ask, LandOf, LandTitle, RegisterGateway

_OFFICE, _SERVICE = "00303", "001"


class Register:
    """Answers what somebody owns; may raise SourceUnavailable, and CitizenCardNeeded of a person."""

    def __init__(self, gateway: RegisterGateway) -> None:
        self._gateway = gateway

    def land(self, question: LandOf) -> tuple[LandTitle, ...] | None:
        """The titles; a record of another owner makes the whole answer one that decides nothing."""
        data = look_up(self._gateway, _OFFICE, _SERVICE, question.owner_id)
        if data is None:
            return None
        if not isinstance(data, list) or not all(isinstance(record, dict) for record in data):
            raise SourceUnavailable(UNREADABLE)
        return tuple(_title(record, question.owner_id) for record in data)


def ask_land(link: Link) -> Ask:
    """How the register is asked, through the gateway of its link."""
    return Register(link.gateway).land


def _title(record: dict[str, Any], owner_id: str) -> LandTitle:
    """A unit names its condominium; every field is text."""
    if record.get("ownerPid") != owner_id:
        raise SourceUnavailable(ANOTHER_PERSON)
    deed, condominium = record.get("propertyNo"), record.get("condoId")
    if not isinstance(deed, str) or not deed.strip() or not isinstance(condominium, str):
        raise SourceUnavailable(UNREADABLE)
    return LandTitle(deed.strip(), bool(condominium.strip()))
