"""The registers in their classic form, through the data exchange: one address, told apart by number."""

from __future__ import annotations

from typing import Any

from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable
from reference.cis.partners._common.gdx import read_answer
from reference.cis.partners._common.linkage import CLOSED, look_up
from reference.cis.partners.dopa_linkage.register import OFFICER_ABSENT, Register, Service
from reference.cis.service_requests.registers import Ask, Person, PersonOf, RegisterGateway

_DOPA = "00023"
_NUMBERS = {
    Service.PERSON: "001", Service.FORMER_NAMES: "009", Service.HOUSE: "027", Service.CARD: "032",
    Service.MARRIAGE: "033", Service.DIVORCE: "034",
}  # fmt: skip
_NOT_ON_RECORD = {
    Service.CARD: "99992", Service.FORMER_NAMES: "99702", Service.MARRIAGE: "99404", Service.DIVORCE: "99504",
}  # fmt: skip
_PRESENT = ("AgentAvailable", "CitizenAvailable")


class ClassicRegister(Register):
    """Looks up through a gateway, as long as our officer has signed in there."""

    def __init__(self, gateway: RegisterGateway) -> None:
        self._gateway = gateway

    def require_officer(self) -> None:
        """Our officer must have signed in with the card; otherwise the registers stay shut (90001)."""
        query = {
            "Consumer": self._gateway.credential("consumer_key"),
            "CitizenID": self._gateway.credential("agent_pid"),
        }
        state = read_answer(self._gateway.get("/ws/dopa/linkage/v1/agent/permission", query), closed=CLOSED)
        if not isinstance(state, dict) or state.get("SessionState") not in _PRESENT:
            raise SourceUnavailable(OFFICER_ABSENT)

    def look_up(self, service: Service, citizen_id: str) -> Any:
        """The record, or None where the service says by a code of its own that there is none."""
        none = frozenset({_NOT_ON_RECORD.get(service, "")})
        return look_up(self._gateway, _DOPA, _NUMBERS[service], citizen_id, none)


def ask_person(link: Link) -> Ask:
    """Every check begins with the person, so this is where the officer must have signed in."""
    register = ClassicRegister(link.gateway)

    def ask(question: PersonOf) -> Person | None:
        register.require_officer()
        return register.person(question)

    return ask
